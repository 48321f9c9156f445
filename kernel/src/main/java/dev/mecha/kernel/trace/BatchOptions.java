package dev.mecha.kernel.trace;

import java.time.Duration;
import java.util.Map;

/**
 * How spans are gathered before they are sent. The variables are those of the OpenTelemetry
 * specification, and so are the defaults.
 *
 * @param queueSize how many spans wait at most; what comes then is dropped; at least {@code
 *     batchSize}
 * @param batchSize how many are sent at once at most; at least 1
 * @param delay how long one waits for others at most
 * @param timeout how long sending a batch may take
 */
public record BatchOptions(int queueSize, int batchSize, Duration delay, Duration timeout) {

  /** What holds when nothing is configured. */
  public static final BatchOptions DEFAULTS =
      new BatchOptions(2048, 512, Duration.ofSeconds(5), Duration.ofSeconds(30));

  /**
   * Reads {@code OTEL_BSP_MAX_QUEUE_SIZE}, {@code OTEL_BSP_MAX_EXPORT_BATCH_SIZE}, {@code
   * OTEL_BSP_SCHEDULE_DELAY} and {@code OTEL_BSP_EXPORT_TIMEOUT}, the last two in milliseconds.
   *
   * @param environment the variables; one that is no positive number counts as not set
   * @return the options
   */
  public static BatchOptions of(Map<String, String> environment) {
    int queueSize = number(environment, "OTEL_BSP_MAX_QUEUE_SIZE", DEFAULTS.queueSize());
    int batchSize = number(environment, "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", DEFAULTS.batchSize());
    return new BatchOptions(
        queueSize,
        Math.min(batchSize, queueSize),
        millis(environment, "OTEL_BSP_SCHEDULE_DELAY", DEFAULTS.delay()),
        millis(environment, "OTEL_BSP_EXPORT_TIMEOUT", DEFAULTS.timeout()));
  }

  private static Duration millis(
      Map<String, String> environment, String variable, Duration otherwise) {
    return Duration.ofMillis(number(environment, variable, (int) otherwise.toMillis()));
  }

  private static int number(Map<String, String> environment, String variable, int otherwise) {
    try {
      int number = Integer.parseInt(environment.getOrDefault(variable, ""));
      return number > 0 ? number : otherwise;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
