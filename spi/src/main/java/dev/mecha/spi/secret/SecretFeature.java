package dev.mecha.spi.secret;

/** What a secret store may be able to do. */
public enum SecretFeature {
  /** A secret is a set of named values. */
  MULTIPLE_KEY_VALUES("MULTIPLE_KEY_VALUES_PER_SECRET");

  private final String label;

  SecretFeature(String label) {
    this.label = label;
  }

  /**
   * @return the capability's name in the metadata API
   */
  public String label() {
    return label;
  }
}
