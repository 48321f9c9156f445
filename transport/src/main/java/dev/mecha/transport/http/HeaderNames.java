package dev.mecha.transport.http;

import io.netty.util.AsciiString;

/** Names and values of headers, ready to be written. */
final class HeaderNames {

  static final CharSequence DATE = AsciiString.cached("Date");
  static final CharSequence CONNECTION = AsciiString.cached("Connection");
  static final CharSequence CONTENT_LENGTH = AsciiString.cached("Content-Length");
  static final CharSequence CLOSE = AsciiString.cached("close");

  private HeaderNames() {}
}
