package dev.mecha.spi;

/**
 * A failure for which the component itself says how the API answers. Components that live in other
 * processes do that; where an API has no use for it, this is a failure like any other.
 */
public final class AnsweredException extends ComponentException {

  private static final long serialVersionUID = 1L;

  private final Answer answer;

  /**
   * The answer of the API.
   *
   * @param httpStatus the HTTP status
   * @param grpcCode the gRPC status, from 1 to 16
   * @param errorCode such as {@code ERR_STATE_GET}; empty for none
   * @param message what went wrong, for people; never a secret
   * @param domain who gives the reason; empty for nobody
   * @param reason in one word; empty for none
   */
  public record Answer(
      int httpStatus,
      int grpcCode,
      String errorCode,
      String message,
      String domain,
      String reason) {}

  /**
   * @param message the answer as part of a longer text
   * @param answer how the API answers
   * @param cause the driver's exception
   */
  public AnsweredException(String message, Answer answer, Throwable cause) {
    super(message, cause);
    this.answer = answer;
  }

  /**
   * @return how the API answers
   */
  public Answer answer() {
    return answer;
  }
}
