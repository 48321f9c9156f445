package dev.mecha.block.pubsub.subscribe;

/**
 * What the application says of one event of several.
 *
 * @param entryId which one
 * @param status what
 */
record BulkAnswer(String entryId, Status status) {

  /** What it may say. */
  enum Status {
    /** It is done with. */
    SUCCESS("success"),
    /** It shall come again. */
    RETRY("retry"),
    /** It shall not come again. */
    DROP("drop");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }
}
