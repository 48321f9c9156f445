package dev.mecha.block.state;

import dev.mecha.block.state.store.IllegalKeyException;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.error.ErrorDetail;
import dev.mecha.spi.AnsweredException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkStateException;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.InvalidTimeToLiveException;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.util.Map;

/** The errors of the state API, with the peer's codes, reasons and texts. */
final class StateErrors {

  private static final ErrorCategory STATE = ErrorCategory.STATE;

  private StateErrors() {}

  static ApiError notConfigured(String store, String appId) {
    return ApiError.simple(
            500,
            Code.FAILED_PRECONDITION,
            "ERR_STATE_STORE_NOT_CONFIGURED",
            STATE,
            "state store " + store + " is not configured")
        .withReason("DAPR_STATE_NOT_CONFIGURED", about(appId));
  }

  static ApiError notFound(String store, String appId) {
    return ApiError.simple(
            400,
            Code.INVALID_ARGUMENT,
            "ERR_STATE_STORE_NOT_FOUND",
            STATE,
            "state store " + store + " is not found")
        .withReason("DAPR_STATE_NOT_FOUND", about(appId));
  }

  private static Map<String, String> about(String appId) {
    return appId.isEmpty() ? Map.of() : Map.of("appID", appId);
  }

  static ApiError illegalKey(String store, IllegalKeyException e) {
    String message = String.valueOf(e.getMessage());
    return resource(
            store,
            ApiError.simple(400, Code.INVALID_ARGUMENT, "ERR_MALFORMED_REQUEST", STATE, message),
            "DAPR_STATE_ILLEGAL_KEY",
            Map.of())
        .withDetail(new ErrorDetail.BadRequest(e.key(), message));
  }

  static ApiError emptyKey() {
    return ApiError.simple(
        400, Code.INVALID_ARGUMENT, "ERR_STATE_SAVE", STATE, "state key cannot be empty");
  }

  static ApiError transactionsNotSupported(String store) {
    return resource(
            store,
            ApiError.simple(
                500,
                Code.UNIMPLEMENTED,
                "ERR_STATE_STORE_NOT_SUPPORTED",
                STATE,
                "state store " + store + " doesn't support transactions"),
            "DAPR_STATE_TRANSACTIONS_NOT_SUPPORTED",
            Map.of())
        .withDetail(
            new ErrorDetail.Help(
                "https://docs.dapr.io/reference/components-reference/supported-state-stores/",
                "Check the list of state stores and the features they support"));
  }

  static ApiError tooManyOperations(String store, int count, int max) {
    return resource(
        store,
        ApiError.simple(
            400,
            Code.INVALID_ARGUMENT,
            "ERR_STATE_STORE_TOO_MANY_TRANSACTIONS",
            STATE,
            "the transaction contains "
                + count
                + " operations, which is more than what the state store supports: "
                + max),
        "DAPR_STATE_TOO_MANY_TRANSACTIONS",
        Map.of(
            "currentOpsTransaction", Integer.toString(count),
            "maxOpsPerTransaction", Integer.toString(max)));
  }

  static ApiError operationNotSupported(String operation, int httpStatus) {
    return ApiError.simple(
        httpStatus,
        Code.UNIMPLEMENTED,
        "ERR_NOT_SUPPORTED_STATE_OPERATION",
        STATE,
        "operation type " + operation + " not supported");
  }

  static ApiError queryNotSupported(String store) {
    return resource(
        store,
        ApiError.simple(
            500,
            Code.INTERNAL,
            "ERR_STATE_STORE_NOT_SUPPORTED",
            STATE,
            "state store does not support querying"),
        "DAPR_STATE_QUERYING_NOT_SUPPORTED",
        Map.of());
  }

  /** A component's own words are the whole answer. */
  static ApiError query(String store, ComponentException e) {
    return e instanceof AnsweredException own
        ? own(own)
        : queryFailed(store, String.valueOf(e.getMessage()));
  }

  /**
   * @param e what the component says itself
   * @return just that
   */
  static ApiError own(AnsweredException e) {
    AnsweredException.Answer answer = e.answer();
    return ApiError.simple(
            answer.httpStatus(),
            Status.fromCodeValue(answer.grpcCode()).getCode(),
            answer.errorCode(),
            ErrorCategory.PLUGGABLE_COMPONENT,
            answer.message())
        .withDetail(new ErrorDetail.ErrorInfo(answer.domain(), answer.reason(), Map.of()));
  }

  static ApiError queryFailed(String store, String detail) {
    return resource(
        store,
        ApiError.simple(
            500,
            Code.INTERNAL,
            "ERR_STATE_QUERY",
            STATE,
            "state store " + store + " query failed: " + detail),
        "DAPR_STATE_QUERY_FAILED",
        Map.of());
  }

  static ApiError get(String store, String key, ComponentException e) {
    return failed(
        "ERR_STATE_GET",
        "fail to get " + key + " from state store " + store + ": " + e.getMessage(),
        e);
  }

  static ApiError bulkGet(ComponentException e) {
    return failed("ERR_STATE_BULK_GET", String.valueOf(e.getMessage()), e);
  }

  static ApiError save(String store, ComponentException e) {
    return failed(
        "ERR_STATE_SAVE", "failed saving state in state store " + store + ": " + e.getMessage(), e);
  }

  static ApiError delete(String key, ComponentException e) {
    return failed(
        "ERR_STATE_DELETE", "failed deleting state with key " + key + ": " + e.getMessage(), e);
  }

  static ApiError bulkDelete(String store, ComponentException e) {
    return failed(
        "ERR_STATE_BULK_DELETE",
        "failed deleting state in state store " + store + ": " + e.getMessage(),
        e);
  }

  /** The peer answers every failure of a transaction alike, ETags included. */
  static ApiError transaction(ComponentException e) {
    return ApiError.simple(
        500,
        Code.INTERNAL,
        "ERR_STATE_TRANSACTION",
        STATE,
        "error while executing state transaction: " + e.getMessage());
  }

  private static ApiError failed(String code, String message, ComponentException e) {
    if (e instanceof AnsweredException own) {
      Code grpc = Status.fromCodeValue(own.answer().grpcCode()).getCode();
      return ApiError.simple(own.answer().httpStatus(), grpc, code, STATE, message);
    }
    return switch (kind(e)) {
      case MISMATCH -> ApiError.simple(409, Code.ABORTED, code, STATE, message);
      case INVALID -> ApiError.simple(400, Code.INVALID_ARGUMENT, code, STATE, message);
      case OTHER -> ApiError.simple(500, Code.INTERNAL, code, STATE, message);
    };
  }

  private enum Kind {
    MISMATCH,
    INVALID,
    OTHER
  }

  /**
   * A bulk call failed as a whole the way its items did: an ETag counts only if nothing worse
   * happened.
   */
  private static Kind kind(ComponentException failure) {
    return switch (failure) {
      case ETagException e when e.kind() == ETagException.Kind.MISMATCH -> Kind.MISMATCH;
      case ETagException e -> Kind.INVALID;
      case InvalidTimeToLiveException e -> Kind.INVALID;
      case BulkStateException e -> {
        var kinds = e.failures().values().stream().map(StateErrors::kind).toList();
        yield kinds.contains(Kind.OTHER)
            ? Kind.OTHER
            : kinds.contains(Kind.INVALID) ? Kind.INVALID : Kind.MISMATCH;
      }
      default -> Kind.OTHER;
    };
  }

  private static ApiError resource(
      String store, ApiError error, String reason, Map<String, String> metadata) {
    return error
        .withDetail(new ErrorDetail.ResourceInfo("state", store, "", ""))
        .withReason(reason, metadata);
  }
}
