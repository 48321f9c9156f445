package dev.mecha.kernel.observe;

import dev.mecha.kernel.error.ApiError;

/**
 * How often each error code was answered: {@code dapr_error_code_total}, for {@code
 * metric.recordErrorCodes}.
 */
public final class ErrorCodeMetrics {

  private final MetricFamily<Counter> errors;

  /**
   * @param metrics where to
   */
  public ErrorCodeMetrics(Metrics metrics) {
    this.errors =
        metrics.counter(
            "dapr_error_code_total",
            "Total number of times an error with a specific error code was encountered.",
            "category",
            "error_code");
  }

  /**
   * @param error what was answered; one without a code is not counted
   */
  public void record(ApiError error) {
    if (!error.code().isEmpty()) {
      errors.with(error.category().label(), error.code()).increment();
    }
  }
}
