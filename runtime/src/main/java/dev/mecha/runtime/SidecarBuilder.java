package dev.mecha.runtime;

import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.runtime.options.SidecarOptions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a sidecar inside a JVM can be given beyond its options. */
public final class SidecarBuilder {

  final SidecarOptions options;
  final List<ComponentResource> components = new ArrayList<>();
  InstantSource clock = InstantSource.system();
  @Nullable Runnable forcedShutdown;
  @Nullable Runnable overdue;

  SidecarBuilder(SidecarOptions options) {
    this.options = options;
  }

  /**
   * Adds a component to those of the resource files.
   *
   * @param component declared in code
   * @return this
   */
  public SidecarBuilder component(ComponentResource component) {
    components.add(component);
    return this;
  }

  /**
   * Sets the time that components see: what decides expiry.
   *
   * @param source in place of the system's clock
   * @return this
   */
  public SidecarBuilder clock(InstantSource source) {
    clock = source;
    return this;
  }

  /**
   * Sets what a forced shutdown through the API does. By default it is the same as a graceful one,
   * since the process belongs to somebody else.
   *
   * @param exit ends the process
   * @return this
   */
  public SidecarBuilder forcedShutdown(Runnable exit) {
    forcedShutdown = exit;
    return this;
  }

  /**
   * Sets what happens when closing takes longer than the time of grace. By default calls in flight
   * are cut off then, and closing goes on.
   *
   * @param exit ends the process
   * @return this
   */
  public SidecarBuilder overdue(Runnable exit) {
    overdue = exit;
    return this;
  }

  /**
   * Starts the sidecar and waits until it serves. The application, if it has a port, may come up
   * later.
   *
   * @return the running sidecar, to be closed
   * @throws SidecarException if it cannot start; everything is closed again
   * @throws InterruptedException if the caller is interrupted; everything is closed again
   */
  public Sidecar start() throws SidecarException, InterruptedException {
    return Sidecar.start(this, null);
  }
}
