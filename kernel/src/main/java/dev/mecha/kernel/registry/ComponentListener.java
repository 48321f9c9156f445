package dev.mecha.kernel.registry;

/**
 * Hears how components get on: the source of the {@code dapr_runtime_component_*} metrics. Must not
 * block or throw.
 */
public interface ComponentListener {

  /** Hears nothing. */
  ComponentListener NONE = new ComponentListener() {};

  /**
   * A component can be used.
   *
   * @param type {@code spec.type} as it is written
   */
  default void initialized(String type) {}

  /**
   * A component could not be made.
   *
   * @param type {@code spec.type} as it is written
   * @param reason {@code creation} if there is no such type, {@code init} if it did not get ready
   * @param name of the component
   */
  default void failed(String type, String reason, String name) {}
}
