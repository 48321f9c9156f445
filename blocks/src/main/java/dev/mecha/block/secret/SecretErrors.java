package dev.mecha.block.secret;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.text.QuotedText;
import io.grpc.Status.Code;

/** The errors of the secrets API, with the peer's codes and texts. */
final class SecretErrors {

  private static final ErrorCategory SECRET = ErrorCategory.SECRET;

  private SecretErrors() {}

  static ApiError notConfigured() {
    return ApiError.simple(
        500,
        Code.FAILED_PRECONDITION,
        "ERR_SECRET_STORES_NOT_CONFIGURED",
        SECRET,
        "secret store is not configured");
  }

  static ApiError notFound(String store) {
    return ApiError.simple(
        401,
        Code.INVALID_ARGUMENT,
        "ERR_SECRET_STORE_NOT_FOUND",
        SECRET,
        "failed finding secret store with key " + store);
  }

  /** The same whether there is such a secret or not. */
  static ApiError denied(String store, String secret) {
    return ApiError.simple(
        403,
        Code.PERMISSION_DENIED,
        "ERR_PERMISSION_DENIED",
        SECRET,
        "access denied by policy to get "
            + QuotedText.of(secret)
            + " from "
            + QuotedText.of(store));
  }

  static ApiError get(String store, String secret, String detail) {
    return failed(
        "failed getting secret with key " + secret + " from secret store " + store + ": " + detail);
  }

  static ApiError bulkGet(String store, String detail) {
    return failed("failed getting secrets from secret store " + store + ": " + detail);
  }

  private static ApiError failed(String message) {
    return ApiError.simple(500, Code.INTERNAL, "ERR_SECRET_GET", SECRET, message);
  }
}
