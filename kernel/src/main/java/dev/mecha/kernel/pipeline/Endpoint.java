package dev.mecha.kernel.pipeline;

/**
 * What a request was matched to: the name that logs, metrics and access rules use.
 *
 * @param name such as {@code GetState}; the same for all aliases
 * @param group what allow and deny lists speak of
 * @param kind whether it is one of the few that the lists and the token let through
 */
public record Endpoint(String name, ApiGroup group, Kind kind) {

  /** Special treatment. */
  public enum Kind {
    /** None. */
    API,
    /**
     * Health: needs no token, cannot be denied, is not traced, and can be left out of the API log.
     */
    HEALTH,
    /** A path or method of the application's, which the sidecar only passes on. */
    PASS_THROUGH
  }

  /**
   * @param name such as {@code GetState}
   * @param group what allow and deny lists speak of
   * @return an ordinary endpoint
   */
  public static Endpoint of(String name, ApiGroup group) {
    return new Endpoint(name, group, Kind.API);
  }
}
