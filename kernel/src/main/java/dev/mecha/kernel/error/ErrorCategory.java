package dev.mecha.kernel.error;

/** What an error code belongs to: the label {@code category} of the metric of error codes. */
public enum ErrorCategory {
  ACTOR("actor"),
  WORKFLOW("workflow"),
  STATE("state"),
  CONFIGURATION("configuration"),
  CRYPTO("crypto"),
  SECRET("secret"),
  PUBSUB("pubsub"),
  CONVERSATION("conversation"),
  SERVICE_INVOCATION("service-invocation"),
  BINDING("binding"),
  LOCK("lock"),
  JOB("job"),
  HEALTH("health"),
  COMMON("common"),
  PLUGGABLE_COMPONENT("pluggable-component");

  private final String label;

  ErrorCategory(String label) {
    this.label = label;
  }

  /**
   * @return the value of the label
   */
  public String label() {
    return label;
  }
}
