package dev.mecha.transport.app;

/** The secret by which the application knows its sidecar ({@code APP_API_TOKEN}). Never shown. */
public final class AppToken {

  /** The header that carries it. */
  public static final String HEADER = "dapr-api-token";

  /** No secret: nothing is sent. */
  public static final AppToken NONE = new AppToken("");

  private final String value;

  private AppToken(String value) {
    this.value = value;
  }

  /**
   * @param value the secret; empty for {@link #NONE}
   * @return the token
   */
  public static AppToken of(String value) {
    return value.isEmpty() ? NONE : new AppToken(value);
  }

  /**
   * @return what goes into the header; empty if nothing does
   */
  public String value() {
    return value;
  }

  @Override
  public String toString() {
    return value.isEmpty() ? "AppToken[none]" : "AppToken[set]";
  }
}
