package dev.mecha.kernel.trace;

import java.util.regex.Pattern;

/**
 * What is done about traces.
 *
 * @param mode whether spans are begun
 * @param samplingRatio the part of the new traces that is sampled, from 0 to 1
 */
public record TracingOptions(Mode mode, double samplingRatio) {

  /** Whether spans are begun. */
  public enum Mode {
    /** Trace headers are not looked at. */
    OFF,
    /**
     * What the caller sent is passed on unchanged. Where it sent nothing, the trace is the one that
     * is all zero.
     */
    PASS_ON,
    /** Every request is a span, of the caller's trace or of a new one. */
    SPANS
  }

  /** No tracing. */
  public static final TracingOptions OFF = new TracingOptions(Mode.OFF, 0);

  private static final double DEFAULT_RATIO = 0.0001;
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?");

  /**
   * Reads what the Configuration says.
   *
   * @param samplingRate {@code tracing.samplingRate}; may be empty. What is no number counts as
   *     0.0001, 0 is off
   * @param hasExporter whether spans are sent somewhere
   * @return spans if a rate or an exporter is configured
   */
  public static TracingOptions of(String samplingRate, boolean hasExporter) {
    double ratio = ratio(samplingRate);
    if (ratio == 0) {
      return OFF;
    }
    boolean spans = hasExporter || !samplingRate.isEmpty();
    return new TracingOptions(spans ? Mode.SPANS : Mode.PASS_ON, Math.clamp(ratio, 0, 1));
  }

  private static double ratio(String samplingRate) {
    if (!NUMBER.matcher(samplingRate).matches()) {
      return DEFAULT_RATIO;
    }
    try {
      return Double.parseDouble(samplingRate);
    } catch (NumberFormatException e) {
      return DEFAULT_RATIO;
    }
  }
}
