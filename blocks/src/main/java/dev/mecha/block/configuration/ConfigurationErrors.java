package dev.mecha.block.configuration;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import io.grpc.Status.Code;
import java.util.List;

/** The errors of the configuration API, with the peer's codes and texts. */
final class ConfigurationErrors {

  private ConfigurationErrors() {}

  static ApiError notConfigured() {
    return error(
        500,
        Code.FAILED_PRECONDITION,
        "ERR_CONFIGURATION_STORE_NOT_CONFIGURED",
        "configuration stores not configured");
  }

  static ApiError notFound(String store) {
    return error(
        400,
        Code.INVALID_ARGUMENT,
        "ERR_CONFIGURATION_STORE_NOT_FOUND",
        "configuration store " + store + " not found");
  }

  static ApiError get(List<String> keys, String store, String detail) {
    return error(
        500,
        Code.INTERNAL,
        "ERR_CONFIGURATION_GET",
        "failed to get " + list(keys) + " from Configuration store " + store + ": " + detail);
  }

  static ApiError subscribe(List<String> keys, String store, String detail) {
    return error(
        500,
        Code.INVALID_ARGUMENT,
        "ERR_CONFIGURATION_SUBSCRIBE",
        "failed to subscribe " + list(keys) + " from Configuration store " + store + ": " + detail);
  }

  static ApiError noApp() {
    return ApiError.simple(
        500,
        Code.INTERNAL,
        "ERR_APP_CHANNEL_NIL",
        ErrorCategory.COMMON,
        "app channel is not initialized. cannot subscribe to configuration updates");
  }

  static String unsubscribe(String id, String detail) {
    return "failed to unsubscribe to configuration request " + id + ": " + detail;
  }

  private static ApiError error(int status, Code grpc, String code, String message) {
    return ApiError.simple(status, grpc, code, ErrorCategory.CONFIGURATION, message);
  }

  private static String list(List<String> keys) {
    return "[" + String.join(" ", keys) + "]";
  }
}
