package dev.mecha.block.conversation;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import io.grpc.Status.Code;

/** The errors of the conversation API, with the peer's codes and texts. */
final class ConversationErrors {

  private ConversationErrors() {}

  static ApiError notFound(String component) {
    return refused(
        "ERR_CONVERSATION_NOT_FOUND", "failed finding conversation component " + component);
  }

  static ApiError missingInputs(String component) {
    return refused(
        "ERR_CONVERSATION_MISSING_INPUTS",
        "failed conversing with component " + component + ": missing inputs in request");
  }

  static ApiError invalidParameters(String component, String detail) {
    return refused(
        "ERR_CONVERSATION_INVALID_PARMS",
        "failed conversing with component " + component + ": invalid params: " + detail);
  }

  private static ApiError refused(String code, String message) {
    return ApiError.simple(400, Code.INVALID_ARGUMENT, code, ErrorCategory.CONVERSATION, message);
  }

  static ApiError invoke(String component, String detail) {
    return ApiError.simple(
        500,
        Code.INTERNAL,
        "ERR_CONVERSATION_INVOKE",
        ErrorCategory.CONVERSATION,
        "failed conversing with component " + component + ": " + detail);
  }
}
