package dev.mecha.kernel.observe;

/** What became of the configured components: the metrics {@code dapr_runtime_component_*}. */
public final class RuntimeMetrics {

  private final MetricFamily<Counter> loaded;
  private final MetricFamily<Counter> initialized;
  private final MetricFamily<Counter> failed;

  /**
   * @param metrics where to
   */
  public RuntimeMetrics(Metrics metrics) {
    this.loaded =
        metrics.counter(
            "dapr_runtime_component_loaded", "The number of successfully loaded components.");
    this.initialized =
        metrics.counter(
            "dapr_runtime_component_init_total",
            "The number of initialized components.",
            "component");
    this.failed =
        metrics.counter(
            "dapr_runtime_component_init_fail_total",
            "The number of component initialization failures.",
            "component",
            "componentName",
            "reason");
  }

  /** A component's definition was read and is for this application. */
  public void componentLoaded() {
    loaded.with().increment();
  }

  /**
   * A component was initialized.
   *
   * @param type such as {@code state.redis}
   */
  public void componentInitialized(String type) {
    initialized.with(type).increment();
  }

  /**
   * A component could not be initialized.
   *
   * @param type such as {@code state.redis}
   * @param reason in one word, such as {@code init}
   * @param name the component's name
   */
  public void componentFailed(String type, String reason, String name) {
    failed.with(type, name, reason).increment();
  }
}
