package dev.mecha.block.state.store;

/** Is told of every call of a state store: the metrics {@code dapr_component_state_*}. */
@FunctionalInterface
public interface StateCallRecorder {

  /**
   * @param store the component's name
   * @param operation {@code get}, {@code set}, {@code delete}, {@code bulk_get}, {@code
   *     bulk_delete}, {@code query} or {@code transaction}
   * @param success whether it returned
   * @param nanos how long it took
   */
  void record(String store, String operation, boolean success, long nanos);
}
