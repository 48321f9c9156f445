package dev.mecha.spi.state;

/** What happens when two writers meet. */
public enum Concurrency {
  /** The last write wins. The default. */
  LAST_WRITE,
  /**
   * The first write wins: without an ETag a write may only create, with one it may only replace
   * that version.
   */
  FIRST_WRITE
}
