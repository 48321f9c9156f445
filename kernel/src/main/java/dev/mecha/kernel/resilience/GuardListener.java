package dev.mecha.kernel.resilience;

/** Is told what policies do: what the metrics of resiliency count. Quick and thread-safe. */
public interface GuardListener {

  /** Listens to nothing. */
  GuardListener NONE =
      new GuardListener() {
        @Override
        public void loaded(String resource, String namespace) {}

        @Override
        public void applied(Target target, PolicyKind policy, String state) {}

        @Override
        public void activated(Target target, PolicyKind policy, String state) {}
      };

  /** A class of policies. */
  enum PolicyKind {
    /** Limits the time of a try. */
    TIMEOUT("timeout"),
    /** Tries again. */
    RETRY("retry"),
    /** Tries nothing for a while. */
    CIRCUIT_BREAKER("circuitbreaker");

    private final String label;

    PolicyKind(String label) {
      this.label = label;
    }

    /**
     * @return as metrics call it
     */
    public String label() {
      return label;
    }
  }

  /**
   * What is called under policies.
   *
   * @param resource the resource that was loaded last
   * @param namespace of that resource, or empty
   * @param direction which way calls go
   * @param name such as {@code app_orders} or {@code Statestore_db}
   */
  record Target(String resource, String namespace, Direction direction, String name) {}

  /**
   * A resource was loaded.
   *
   * @param resource its name
   * @param namespace of the resource, or empty
   */
  void loaded(String resource, String namespace);

  /**
   * A call is made under a policy.
   *
   * @param target what is called
   * @param policy the class of the policy
   * @param state of a breaker, such as {@code half-open}; empty for other policies
   */
  void applied(Target target, PolicyKind policy, String state);

  /**
   * A policy did something: a try took too long, a first retry is made, a breaker opened or closed.
   *
   * @param target what is called
   * @param policy the class of the policy
   * @param state of a breaker, {@code open} or {@code closed}; empty for other policies
   */
  void activated(Target target, PolicyKind policy, String state);
}
