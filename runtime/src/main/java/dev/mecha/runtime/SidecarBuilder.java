package dev.mecha.runtime;

import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.resource.MetadataItem;
import dev.mecha.kernel.surround.Surroundings;
import dev.mecha.runtime.options.MetricsOptions;
import dev.mecha.runtime.options.ServerOptions;
import dev.mecha.runtime.options.ShutdownOptions;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.spi.time.Time;
import dev.mecha.spi.time.VirtualClock;
import dev.mecha.testing.TestMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Describes a sidecar that is to run inside this JVM. Any number of them may run in one JVM.
 *
 * <pre>{@code
 * try (Sidecar sidecar =
 *     Sidecar.builder("orders")
 *         .component("statestore", "state.sqlite", Map.of("connectionString", "orders.db"))
 *         .start()) {
 *   System.out.println("http://127.0.0.1:" + sidecar.httpPort());
 * }
 * }</pre>
 */
public final class SidecarBuilder {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");
  private static final List<String> LOOPBACK = List.of("127.0.0.1");

  SidecarOptions options;
  final List<ComponentResource> components = new ArrayList<>();
  Time clock = Time.system();
  Surroundings surroundings = Surroundings.NONE;
  @Nullable Runnable forcedShutdown;
  @Nullable Runnable overdue;

  SidecarBuilder(SidecarOptions options) {
    this.options = options;
  }

  /** Free ports of the loopback interface, no metrics endpoint, and nothing of the environment. */
  static SidecarBuilder embedded(String appId) {
    if (appId.isEmpty() || appId.contains(".")) {
      throw new IllegalArgumentException(
          "appId: \"" + appId + "\" (expected: a name without dots)");
    }
    var home = Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "mecha");
    return new SidecarBuilder(
        SidecarOptions.of(appId, home)
            .withServers(ServerOptions.defaults().withPorts(0, 0).withListenAddresses(LOOPBACK))
            .withMetrics(new MetricsOptions(false, 0, LOOPBACK.getFirst())));
  }

  /**
   * Chooses the ports of the APIs. Without this they are free ones, which the running sidecar
   * tells.
   *
   * @param http of the HTTP API; 0 for a free one
   * @param grpc of the gRPC API; 0 for a free one
   * @return this
   */
  public SidecarBuilder ports(int http, int grpc) {
    options = options.withServers(options.servers().withPorts(http, grpc));
    return this;
  }

  /**
   * Tells where the application is. Without this it is called by nobody, and only calls.
   *
   * @param port where it listens, on this machine; it may come up later than the sidecar
   * @param protocol {@code http}, {@code https}, {@code h2c}, {@code grpc} or {@code grpcs}
   * @return this
   */
  public SidecarBuilder app(int port, String protocol) {
    options = options.withApp(options.app().at(port, protocol));
    return this;
  }

  /**
   * Adds a folder of resource files, which are watched for changes.
   *
   * @param folder with files as users write them
   * @return this
   */
  public SidecarBuilder resources(Path folder) {
    var folders = new ArrayList<>(options.resources().paths());
    folders.add(folder);
    options = options.withResources(options.resources().withPaths(folders));
    return this;
  }

  /**
   * Adds a file of kind Configuration.
   *
   * @param file over those that were added before
   * @return this
   */
  public SidecarBuilder configuration(Path file) {
    var files = new ArrayList<>(options.resources().configurations());
    files.add(file);
    options = options.withResources(options.resources().withConfigurations(files));
    return this;
  }

  /**
   * Sets the folder for what components keep that name no file of their own.
   *
   * @param folder made when it is needed; a folder beside the temporary files without this
   * @return this
   */
  public SidecarBuilder home(Path folder) {
    options = options.withHome(folder);
    return this;
  }

  /**
   * Sets the variables that the sidecar reads in place of the process's: tokens, the namespace,
   * what components refer to.
   *
   * @param variables such as {@code System.getenv()}; none without this
   * @return this
   */
  public SidecarBuilder environment(Map<String, String> variables) {
    options = options.withEnvironment(Map.copyOf(variables));
    return this;
  }

  /**
   * Adds a component to those of the resource files.
   *
   * @param name of the component
   * @param type such as {@code state.sqlite}
   * @param metadata its fields
   * @return this
   */
  public SidecarBuilder component(String name, String type, Map<String, String> metadata) {
    return component(
        ComponentResource.of(
            name,
            type,
            "v1",
            metadata.entrySet().stream()
                .map(field -> MetadataItem.of(field.getKey(), field.getValue()))
                .toList()));
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
   * Sets the time by which everything expires, is due and is tried again: a {@link
   * dev.mecha.spi.time.VirtualClock} in tests.
   *
   * @param source in place of the system's clock
   * @return this
   */
  public SidecarBuilder clock(Time source) {
    clock = source;
    return this;
  }

  /**
   * Puts the sidecar into the hand of a test: its clock, faults, recordings, and the API for them.
   *
   * @param mode for this sidecar alone
   * @return this
   */
  public SidecarBuilder testMode(TestMode mode) {
    surroundings = mode;
    return clock(mode.clock());
  }

  /**
   * Sets how long calls in flight may take when the sidecar is closed.
   *
   * @param grace 5 s without this
   * @return this
   */
  public SidecarBuilder grace(Duration grace) {
    options = options.withShutdown(new ShutdownOptions(grace, null));
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
    if (options.testMode()) {
      LOG.warn(
          "Test mode: the clock stands still until it is moved, and whoever reaches the HTTP API"
              + " can move it and let things go wrong (/v1.0-alpha1/test). Not for production");
      testMode(new TestMode(new VirtualClock(clock.instant())));
    }
    return Sidecar.start(this, null);
  }
}
