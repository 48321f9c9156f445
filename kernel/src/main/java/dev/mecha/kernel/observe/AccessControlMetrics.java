package dev.mecha.kernel.observe;

/**
 * What {@code accessControl} has decided about callers: the metrics {@code dapr_runtime_acl_*}.
 * Their label {@code app_id} is the caller's, unlike that of all other metrics.
 */
public final class AccessControlMetrics {

  /** Which rule decided. */
  public enum Policy {
    /** One of the caller's own. */
    APP,
    /** The one for everybody. */
    GLOBAL
  }

  private final MetricFamily<Counter> allowedByApp;
  private final MetricFamily<Counter> allowedGlobally;
  private final MetricFamily<Counter> blockedByApp;
  private final MetricFamily<Counter> blockedGlobally;

  /**
   * @param metrics where to
   */
  public AccessControlMetrics(Metrics metrics) {
    String app = "by the app specific action specified in the access control policy.";
    String global = "by the global action specified in the access control policy.";
    this.allowedByApp = counter(metrics, "app_policy_action_allowed", "allowed " + app);
    this.allowedGlobally = counter(metrics, "global_policy_action_allowed", "allowed " + global);
    this.blockedByApp = counter(metrics, "app_policy_action_blocked", "blocked " + app);
    this.blockedGlobally = counter(metrics, "global_policy_action_blocked", "blocked " + global);
  }

  private static MetricFamily<Counter> counter(Metrics metrics, String name, String what) {
    return metrics.counterByApp(
        "dapr_runtime_acl_" + name + "_total",
        "The number of requests " + what,
        "namespace",
        "trustDomain");
  }

  /**
   * Counts one decision.
   *
   * @param policy which rule decided
   * @param allowed what it decided
   * @param caller the application that calls; empty if its certificate does not say
   * @param namespace of the caller; may be empty
   * @param trustDomain of the caller; may be empty
   */
  public void record(
      Policy policy, boolean allowed, String caller, String namespace, String trustDomain) {
    var family =
        switch (policy) {
          case APP -> allowed ? allowedByApp : blockedByApp;
          case GLOBAL -> allowed ? allowedGlobally : blockedGlobally;
        };
    family.with(caller, namespace, trustDomain).increment();
  }
}
