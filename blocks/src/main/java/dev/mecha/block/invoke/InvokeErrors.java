package dev.mecha.block.invoke;

import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import io.grpc.Status;
import io.grpc.Status.Code;
import org.jspecify.annotations.Nullable;

/** The errors of service invocation, with the peer's codes and texts. */
final class InvokeErrors {

  private InvokeErrors() {}

  static ApiError noTarget() {
    return error(
        404,
        Code.NOT_FOUND,
        "failed getting app id either from the URL path or the header dapr-app-id");
  }

  static ApiError failed(String target, String why) {
    return error(500, Code.INTERNAL, "failed to invoke, id: " + target + ", err: " + why);
  }

  static ApiError failed(String target, UnreachableException e) {
    int status = e.code() == Code.PERMISSION_DENIED ? 403 : 500;
    return error(
        status,
        e.code(),
        "failed to invoke, id: " + target + ", err: " + describe(e.code(), e.getMessage()));
  }

  private static ApiError error(int status, Code code, String message) {
    return ApiError.simple(
        status, code, "ERR_DIRECT_INVOKE", ErrorCategory.SERVICE_INVOCATION, message);
  }

  /** As the peer writes a gRPC status; tools look for it. */
  private static String describe(Code code, @Nullable String message) {
    return "rpc error: code = " + GoCodes.name(code) + " desc = " + message;
  }

  /** The HTTP status for what a gRPC application answered. */
  static int httpStatus(int grpcCode) {
    return switch (Status.fromCodeValue(grpcCode).getCode()) {
      case OK -> 200;
      case CANCELLED -> 408;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case DEADLINE_EXCEEDED -> 504;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case PERMISSION_DENIED -> 403;
      case UNAUTHENTICATED -> 401;
      case RESOURCE_EXHAUSTED -> 429;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
    };
  }
}
