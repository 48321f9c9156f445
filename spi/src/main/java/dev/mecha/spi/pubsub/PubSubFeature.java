package dev.mecha.spi.pubsub;

/** What a broker may be able to do. {@link #label()} is the name that the metadata API shows. */
public enum PubSubFeature {
  /** Messages whose {@code ttlInSeconds} has passed are not delivered any more. */
  MESSAGE_TTL("MESSAGE_TTL"),
  /** A subscription's topic may be a pattern, in the broker's own form. */
  SUBSCRIBE_WILDCARDS("SUBSCRIBE_WILDCARDS"),
  /** Many messages are published in one exchange with the broker. */
  BULK_PUBLISH("BULK_PUBSUB"),
  /** The broker hands over many messages at once; no name in the metadata API. */
  BULK_SUBSCRIBE(""),
  /**
   * The broker waits for the answer to one message before it gives the next, so that waiting for a
   * batch to fill would be in vain.
   */
  BULK_SUBSCRIBE_IMMEDIATE("BULK_SUBSCRIBE_IMMEDIATE");

  private final String label;

  PubSubFeature(String label) {
    this.label = label;
  }

  /**
   * @return the capability's name in the metadata API, or empty if it has none
   */
  public String label() {
    return label;
  }
}
