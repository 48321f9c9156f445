package dev.mecha.block.invoke;

import dev.mecha.kernel.channel.UnreachableException;
import io.grpc.Status.Code;
import org.jspecify.annotations.Nullable;

/** A call that got no answer. Its message is what the caller is told. */
final class CallFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final Code code;

  CallFailedException(Code code, @Nullable String message, Throwable cause) {
    super(String.valueOf(message), cause);
    this.code = code;
  }

  /** What went wrong at the application beside us, or at a service outside. */
  static CallFailedException here(UnreachableException e) {
    return new CallFailedException(Code.UNKNOWN, e.getMessage(), e);
  }

  /** What another sidecar said, or that it is not there: as the peer writes a gRPC status. */
  static CallFailedException there(UnreachableException e) {
    return new CallFailedException(e.code(), GoCodes.describe(e.code(), e.getMessage()), e);
  }

  Code code() {
    return code;
  }

  /** Whether the same call may well work with another connection or another instance. */
  boolean isTransient() {
    return code == Code.UNAVAILABLE || code == Code.UNAUTHENTICATED;
  }
}
