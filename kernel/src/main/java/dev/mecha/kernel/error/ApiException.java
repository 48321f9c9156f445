package dev.mecha.kernel.error;

/**
 * Carries an {@link ApiError} from where it is noticed to the answer. Without a stack trace: it is
 * an answer.
 */
public class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  /**
   * @param error the answer
   */
  public ApiException(ApiError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  /**
   * @return the answer
   */
  public ApiError error() {
    return error;
  }
}
