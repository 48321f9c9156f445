package dev.mecha.block.lock;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import io.grpc.Status.Code;

/** The errors of the lock API, with the peer's codes and texts. */
final class LockErrors {

  private LockErrors() {}

  static ApiError notConfigured() {
    return ApiError.simple(
        500,
        Code.FAILED_PRECONDITION,
        "ERR_LOCK_STORE_NOT_CONFIGURED",
        ErrorCategory.LOCK,
        "lock store is not configured");
  }

  static ApiError notFound(String store) {
    return ApiError.simple(
        400,
        Code.INVALID_ARGUMENT,
        "ERR_LOCK_STORE_NOT_FOUND",
        ErrorCategory.LOCK,
        "lock store " + store + " not found");
  }

  static ApiError noResource(String store) {
    return ApiError.malformed("ResourceId is empty in lock store " + store);
  }

  static ApiError noOwner(String store) {
    return ApiError.malformed("LockOwner is empty in lock store " + store);
  }

  static ApiError noExpiry(String store) {
    return ApiError.malformed("ExpiryInSeconds is not positive in lock store " + store);
  }

  static ApiError tryLock(String detail) {
    return failed("ERR_TRY_LOCK", "failed to try acquiring lock: " + detail);
  }

  static ApiError unlock(String detail) {
    return failed("ERR_UNLOCK", "failed to release lock: " + detail);
  }

  private static ApiError failed(String code, String message) {
    return ApiError.simple(500, Code.INTERNAL, code, ErrorCategory.LOCK, message);
  }
}
