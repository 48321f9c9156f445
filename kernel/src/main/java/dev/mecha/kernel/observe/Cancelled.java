package dev.mecha.kernel.observe;

import dev.mecha.kernel.pipeline.Exchange;
import io.grpc.Status;

/** How a request counts that was given up before it was answered. */
final class Cancelled {

  private Cancelled() {}

  static int status(Exchange.Protocol protocol) {
    return switch (protocol) {
      case HTTP -> 408;
      case GRPC -> Status.Code.CANCELLED.value();
    };
  }
}
