package dev.mecha.kernel.registry;

import dev.mecha.kernel.resource.ComponentResource;
import org.jspecify.annotations.Nullable;

/** One component could not be made. The message is the peer's. */
class ComponentInitException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean created;
  private final boolean worthAnotherTry;

  private ComponentInitException(
      String message, boolean created, boolean worthAnotherTry, @Nullable Throwable cause) {
    super(message, cause);
    this.created = created;
    this.worthAnotherTry = worthAnotherTry;
  }

  /** There is no such type or version. */
  static ComponentInitException unknown(ComponentResource component, String problem) {
    return new ComponentInitException(
        wrap("CREATE_COMPONENT_FAILURE", component, problem), false, false, null);
  }

  /** What it is told is wrong. */
  static ComponentInitException refused(ComponentResource component, Throwable cause) {
    return new ComponentInitException(initFailure(component, cause), true, false, cause);
  }

  /** It did not get ready. */
  static ComponentInitException failed(ComponentResource component, Throwable cause) {
    return new ComponentInitException(initFailure(component, cause), true, true, cause);
  }

  /** It did not get ready in time. */
  static ComponentInitException timeout(ComponentResource component) {
    return new ComponentInitException(
        "init timeout for component " + component.logName(), true, true, null);
  }

  private static String initFailure(ComponentResource component, Throwable cause) {
    return wrap("INIT_COMPONENT_FAILURE", component, Failures.describe(cause));
  }

  static String wrap(String kind, ComponentResource component, String problem) {
    return "[%s]: initialization error occurred for %s: %s"
        .formatted(kind, component.logName(), problem);
  }

  /** The label of the metric. */
  String reason() {
    return created ? "init" : "creation";
  }

  /** Whether it might work once an older instance is out of the way. */
  boolean isWorthAnotherTry() {
    return worthAnotherTry;
  }
}
