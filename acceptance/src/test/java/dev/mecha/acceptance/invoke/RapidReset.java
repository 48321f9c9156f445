package dev.mecha.acceptance.invoke;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Requests of HTTP/2 that are taken back as soon as they are made, as bytes. */
final class RapidReset {

  private static final int HEADERS = 0x1;
  private static final int RST_STREAM = 0x3;
  private static final int SETTINGS = 0x4;
  private static final int END_OF_STREAM_AND_HEADERS = 0x5;
  private static final byte[] CANCEL = {0, 0, 0, 8};

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private RapidReset() {}

  /**
   * @param count how many requests
   * @param path of each
   * @param appId whom they are for
   */
  static byte[] of(int count, String path, String appId) {
    var reset = new RapidReset();
    reset.text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    reset.frame(SETTINGS, 0, 0, new byte[0]);
    byte[] headers = headers(path, appId);
    for (int i = 0; i < count; i++) {
      int stream = 2 * i + 1;
      reset.frame(HEADERS, END_OF_STREAM_AND_HEADERS, stream, headers);
      reset.frame(RST_STREAM, 0, stream, CANCEL);
    }
    return reset.bytes.toByteArray();
  }

  /** Without compression: indexed GET and http, then literals. */
  private static byte[] headers(String path, String appId) {
    var block = new RapidReset();
    block.bytes.write(0x82);
    block.bytes.write(0x86);
    block.bytes.write(0x04);
    block.string(path);
    block.bytes.write(0x01);
    block.string("x");
    block.bytes.write(0x00);
    block.string("dapr-app-id");
    block.string(appId);
    return block.bytes.toByteArray();
  }

  private void string(String text) {
    bytes.write(text.length());
    text(text);
  }

  private void text(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void frame(int type, int flags, int stream, byte[] payload) {
    bytes.write(payload.length >> 16);
    bytes.write(payload.length >> 8);
    bytes.write(payload.length);
    bytes.write(type);
    bytes.write(flags);
    bytes.write(stream >> 24);
    bytes.write(stream >> 16);
    bytes.write(stream >> 8);
    bytes.write(stream);
    bytes.writeBytes(payload);
  }
}
