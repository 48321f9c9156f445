package dev.mecha.block.secret;

/** Is told of every call of the API that reaches a store: {@code dapr_component_secret_*}. */
@FunctionalInterface
public interface SecretCallRecorder {

  /**
   * @param store the component's name
   * @param operation {@code get} or {@code bulk_get}
   * @param success whether the store had what was asked for
   * @param nanos how long it took
   */
  void record(String store, String operation, boolean success, long nanos);
}
