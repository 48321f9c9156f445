package dev.mecha.kernel.channel;

import io.grpc.Status;

/** A call that got no answer. */
public final class UnreachableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final Status.Code code;

  /**
   * @param code why, in gRPC's terms: {@code UNAVAILABLE} if nobody is there
   * @param message why, for people
   */
  public UnreachableException(Status.Code code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * @param code why, in gRPC's terms
   * @param message why, for people
   * @param cause what happened
   */
  public UnreachableException(Status.Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /**
   * @return why, in gRPC's terms
   */
  public Status.Code code() {
    return code;
  }
}
