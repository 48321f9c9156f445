package dev.mecha.spi.state;

/** How much of a replicated engine must agree. */
public enum Consistency {
  /** The store's own default. */
  UNSPECIFIED,
  /** One replica is enough. */
  EVENTUAL,
  /** A quorum, or the leader. */
  STRONG
}
