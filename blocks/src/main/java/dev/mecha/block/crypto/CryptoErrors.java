package dev.mecha.block.crypto;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import io.grpc.Status.Code;

/** The errors of the cryptography API, with the peer's codes and texts. */
final class CryptoErrors {

  private static final ErrorCategory CRYPTO = ErrorCategory.CRYPTO;

  private CryptoErrors() {}

  static ApiError notConfigured() {
    return ApiError.simple(
        500,
        Code.INTERNAL,
        "ERR_CRYPTO_PROVIDERS_NOT_CONFIGURED",
        CRYPTO,
        "crypto providers not configured");
  }

  static ApiError notFound(String provider) {
    return ApiError.simple(
        400,
        Code.INVALID_ARGUMENT,
        "ERR_CRYPTO_PROVIDER_NOT_FOUND",
        CRYPTO,
        "crypto provider " + provider + " not found");
  }

  static ApiError badRequest(String detail) {
    return ApiError.simple(
        400,
        Code.INVALID_ARGUMENT,
        "ERR_BAD_REQUEST",
        ErrorCategory.COMMON,
        "invalid request: " + detail);
  }

  static ApiError operation(String detail) {
    return ApiError.simple(
        500, Code.INTERNAL, "ERR_CRYPTO", CRYPTO, "failed to perform operation: " + detail);
  }

  static ApiError key(String name, String detail) {
    return ApiError.simple(
        500,
        Code.INTERNAL,
        "ERR_CRYPTO_KEY",
        CRYPTO,
        "failed to retrieve key " + name + ": " + detail);
  }

  /** A message that breaks off under way. */
  static ApiError broken(String detail) {
    return ApiError.simple(500, Code.INTERNAL, "ERROR", ErrorCategory.COMMON, detail);
  }
}
