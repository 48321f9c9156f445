package dev.mecha.block.invoke;

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

  /** The callee's refusal is the one status that HTTP callers can tell from others. */
  static ApiError failed(String target, CallFailedException e) {
    return failed(target, e.code() == Code.PERMISSION_DENIED ? 403 : 500, e.getMessage());
  }

  static ApiError failed(String target, @Nullable String why) {
    return failed(target, 500, why);
  }

  private static ApiError failed(String target, int status, @Nullable String why) {
    return error(status, Code.INTERNAL, "failed to invoke, id: " + target + ", err: " + why);
  }

  private static ApiError error(int status, Code code, String message) {
    return ApiError.simple(
        status, code, "ERR_DIRECT_INVOKE", ErrorCategory.SERVICE_INVOCATION, message);
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

  /** The gRPC code for what an HTTP application answered. */
  static Code grpcCode(int httpStatus) {
    if (httpStatus >= 200 && httpStatus < 300) {
      return Code.OK;
    }
    return switch (httpStatus) {
      case 400 -> Code.INTERNAL;
      case 401 -> Code.UNAUTHENTICATED;
      case 403 -> Code.PERMISSION_DENIED;
      case 404 -> Code.NOT_FOUND;
      case 408 -> Code.CANCELLED;
      case 409 -> Code.ALREADY_EXISTS;
      case 429 -> Code.RESOURCE_EXHAUSTED;
      case 501 -> Code.UNIMPLEMENTED;
      case 503 -> Code.UNAVAILABLE;
      case 504 -> Code.DEADLINE_EXCEEDED;
      default -> Code.UNKNOWN;
    };
  }
}
