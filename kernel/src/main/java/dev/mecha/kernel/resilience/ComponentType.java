package dev.mecha.kernel.resilience;

/** Kinds of components, as names of default policies and metrics call them. */
public enum ComponentType {
  /** Bindings. */
  BINDING("Binding"),
  /** Configuration stores. */
  CONFIGURATION("Configuration"),
  /** Locks. */
  LOCK("Lock"),
  /** Message brokers. */
  PUBSUB("Pubsub"),
  /** Cryptography. */
  CRYPTO("Crypto"),
  /** Language models. */
  CONVERSATION("Conversation"),
  /** Secret stores. */
  SECRET_STORE("Secretstore"),
  /** State stores. */
  STATE_STORE("Statestore");

  private final String part;

  ComponentType(String part) {
    this.part = part;
  }

  /** Its part of the names of default policies and of targets in metrics. */
  String part() {
    return part;
  }
}
