package dev.mecha.block.configuration;

/**
 * Is told of every call of the API that reaches a store: {@code dapr_component_configuration_*}.
 */
@FunctionalInterface
public interface ConfigurationCallRecorder {

  /**
   * @param store the component's name
   * @param operation {@code get}, {@code subscribe} or {@code unsubscribe}
   * @param success whether the store did what was asked for
   * @param nanos how long it took
   */
  void record(String store, String operation, boolean success, long nanos);
}
