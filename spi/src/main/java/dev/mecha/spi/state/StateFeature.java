package dev.mecha.spi.state;

/**
 * What a state store may be able to do. {@link #label()} is the name that the metadata API shows.
 */
public enum StateFeature {
  /** Writes can depend on the ETag of the last read. */
  ETAG("ETAG"),
  /** Several writes succeed or fail together. */
  TRANSACTIONAL("TRANSACTIONAL"),
  /** Values can expire. */
  TTL("TTL"),
  /** Values can be found by their content. */
  QUERY("QUERY_API"),
  /** All keys below a prefix can be removed at once. */
  DELETE_WITH_PREFIX("DELETE_WITH_PREFIX"),
  /** Keys can be listed by a pattern. */
  KEYS_LIKE("KEYS_LIKE"),
  /** Requests may name a partition key. */
  PARTITION_KEY("PARTITION_KEY"),
  /** Many keys are read in one exchange with the engine; no name in the metadata API. */
  BULK_GET("");

  private final String label;

  StateFeature(String label) {
    this.label = label;
  }

  /**
   * @return the capability's name in the metadata API, or empty if it has none
   */
  public String label() {
    return label;
  }
}
