package dev.mecha.kernel.error;

import io.grpc.Status;
import java.util.List;
import java.util.Map;

/**
 * An answer that says what went wrong, the same for both doors.
 *
 * @param httpStatus the HTTP status
 * @param grpcCode the gRPC status
 * @param code the {@code errorCode} of the HTTP body, such as {@code ERR_STATE_GET}
 * @param category what the code belongs to, as the metric of error codes labels it
 * @param message what went wrong, for people; never a secret, never a stack trace
 * @param details what programs can read; empty for a simple error. An {@link ErrorDetail.ErrorInfo}
 *     comes first
 * @param form how the HTTP answer is written
 */
public record ApiError(
    int httpStatus,
    Status.Code grpcCode,
    String code,
    ErrorCategory category,
    String message,
    List<ErrorDetail> details,
    Form form) {

  /** How the HTTP answer is written. */
  public enum Form {
    /** A JSON object with code and message, and details if there are any. */
    JSON,
    /** The bare message. */
    PLAIN_TEXT
  }

  /** The domain of every {@link ErrorDetail.ErrorInfo} that is not a component's own. */
  public static final String DOMAIN = "dapr.io";

  /**
   * An error without details.
   *
   * @param httpStatus the HTTP status
   * @param grpcCode the gRPC status
   * @param code the {@code errorCode}
   * @param category what the code belongs to
   * @param message what went wrong
   * @return the error
   */
  public static ApiError simple(
      int httpStatus, Status.Code grpcCode, String code, ErrorCategory category, String message) {
    return new ApiError(httpStatus, grpcCode, code, category, message, List.of(), Form.JSON);
  }

  /**
   * An error whose HTTP body is the message alone.
   *
   * @param httpStatus the HTTP status
   * @param grpcCode the gRPC status
   * @param message what went wrong
   * @return the error
   */
  public static ApiError plain(int httpStatus, Status.Code grpcCode, String message) {
    return new ApiError(
        httpStatus, grpcCode, "", ErrorCategory.COMMON, message, List.of(), Form.PLAIN_TEXT);
  }

  /**
   * The request cannot be understood.
   *
   * @param message what is wrong with it
   * @return {@code 400 ERR_MALFORMED_REQUEST}
   */
  public static ApiError malformed(String message) {
    return simple(
        400, Status.Code.INVALID_ARGUMENT, "ERR_MALFORMED_REQUEST", ErrorCategory.COMMON, message);
  }

  /**
   * A fault of ours. The cause is for the log: the caller is told its kind only.
   *
   * @param cause what was thrown
   * @return {@code 500 ERROR}
   */
  public static ApiError unexpected(Throwable cause) {
    return simple(
        500,
        Status.Code.INTERNAL,
        "ERROR",
        ErrorCategory.COMMON,
        "internal error: " + cause.getClass().getSimpleName());
  }

  /**
   * Adds an {@link ErrorDetail.ErrorInfo} in front of the details.
   *
   * @param reason such as {@code DAPR_STATE_NOT_FOUND}
   * @param metadata what the reason is about; empty if nothing
   * @return the same error with this detail
   */
  public ApiError withReason(String reason, Map<String, String> metadata) {
    return withDetail(0, new ErrorDetail.ErrorInfo(reason, metadata));
  }

  /**
   * Adds a detail behind the others.
   *
   * @param detail what programs can read
   * @return the same error with this detail
   */
  public ApiError withDetail(ErrorDetail detail) {
    return withDetail(details.size(), detail);
  }

  private ApiError withDetail(int index, ErrorDetail detail) {
    var all = new java.util.ArrayList<ErrorDetail>(details);
    all.add(index, detail);
    return new ApiError(httpStatus, grpcCode, code, category, message, List.copyOf(all), form);
  }

  /**
   * @return an exception that carries this error to the answer
   */
  public ApiException asException() {
    return new ApiException(this);
  }
}
