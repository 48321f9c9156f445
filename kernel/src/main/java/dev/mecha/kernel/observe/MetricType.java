package dev.mecha.kernel.observe;

/** What a metric family is, in the words of its {@code TYPE} line. */
public enum MetricType {
  /** Only grows. */
  COUNTER("counter"),
  /** Goes up and down. */
  GAUGE("gauge"),
  /** Buckets, a sum and a count. */
  HISTOGRAM("histogram"),
  /** A sum and a count. */
  SUMMARY("summary");

  private final String word;

  MetricType(String word) {
    this.word = word;
  }

  /**
   * @return the word for it
   */
  public String word() {
    return word;
  }
}
