package dev.mecha.kernel.observe;

/**
 * One time series, or the several of a histogram: what is measured under one tuple of label values.
 */
public sealed interface Metric permits Counter, Gauge, Histogram {

  /**
   * Writes the current value or values.
   *
   * @param out where to
   * @param name the name of the family
   * @param labels the labels as {@link MetricsText#labels} renders them
   */
  void write(MetricsText out, String name, String labels);
}
