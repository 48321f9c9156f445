package dev.mecha.block.invoke;

import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.resilience.CodedFailure;

/** An application answered with a status that policies count as a failure. */
@SuppressWarnings("serial") // never serialized: it lives between an attempt and its guard
final class RefusedAnswerException extends RuntimeException implements CodedFailure {

  private final int status;
  private final Headers headers;
  private final byte[] body;

  RefusedAnswerException(int status, Headers headers, byte[] body) {
    super("status " + status);
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  int status() {
    return status;
  }

  Headers headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  @Override
  public int code() {
    return status;
  }
}
