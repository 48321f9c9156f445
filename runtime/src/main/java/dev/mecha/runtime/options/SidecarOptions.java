package dev.mecha.runtime.options;

import java.nio.file.Path;
import java.util.Map;

/**
 * Everything that one sidecar is told.
 *
 * @param appId the application's name; without dots
 * @param mode {@code standalone} or {@code kubernetes}
 * @param servers the doors
 * @param app the application
 * @param resources components and configurations
 * @param log what is logged where
 * @param metrics the metrics endpoint
 * @param shutdown how it ends
 * @param home the folder of what it keeps
 * @param environment the variables that it reads: tokens, namespace, references of components
 * @param testMode whether a test has its clock in its hand, and the test API is served
 */
public record SidecarOptions(
    String appId,
    String mode,
    ServerOptions servers,
    AppOptions app,
    ResourceOptions resources,
    LogOptions log,
    MetricsOptions metrics,
    ShutdownOptions shutdown,
    Path home,
    Map<String, String> environment,
    boolean testMode) {

  /**
   * @param appId the application's name
   * @param home the folder of what it keeps
   * @return the peer's defaults with an empty environment
   */
  public static SidecarOptions of(String appId, Path home) {
    return new SidecarOptions(
        appId,
        "standalone",
        ServerOptions.defaults(),
        AppOptions.defaults(),
        ResourceOptions.defaults(),
        LogOptions.defaults(),
        MetricsOptions.defaults(),
        ShutdownOptions.defaults(),
        home,
        Map.of(),
        false);
  }

  /**
   * @param other the doors
   * @return the same with that
   */
  public SidecarOptions withServers(ServerOptions other) {
    return new SidecarOptions(
        appId, mode, other, app, resources, log, metrics, shutdown, home, environment, testMode);
  }

  /**
   * @param other the application
   * @return the same with that
   */
  public SidecarOptions withApp(AppOptions other) {
    return new SidecarOptions(
        appId,
        mode,
        servers,
        other,
        resources,
        log,
        metrics,
        shutdown,
        home,
        environment,
        testMode);
  }

  /**
   * @param other components and configurations
   * @return the same with that
   */
  public SidecarOptions withResources(ResourceOptions other) {
    return new SidecarOptions(
        appId, mode, servers, app, other, log, metrics, shutdown, home, environment, testMode);
  }

  /**
   * @param other the metrics endpoint
   * @return the same with that
   */
  public SidecarOptions withMetrics(MetricsOptions other) {
    return new SidecarOptions(
        appId, mode, servers, app, resources, log, other, shutdown, home, environment, testMode);
  }

  /**
   * @param other how it ends
   * @return the same with that
   */
  public SidecarOptions withShutdown(ShutdownOptions other) {
    return new SidecarOptions(
        appId, mode, servers, app, resources, log, metrics, other, home, environment, testMode);
  }

  /**
   * @param folder the folder of what it keeps
   * @return the same with that
   */
  public SidecarOptions withHome(Path folder) {
    return new SidecarOptions(
        appId,
        mode,
        servers,
        app,
        resources,
        log,
        metrics,
        shutdown,
        folder,
        environment,
        testMode);
  }

  /**
   * @param variables that it reads
   * @return the same with that
   */
  public SidecarOptions withEnvironment(Map<String, String> variables) {
    return new SidecarOptions(
        appId, mode, servers, app, resources, log, metrics, shutdown, home, variables, testMode);
  }

  /** The environment holds tokens: it is left out. */
  @Override
  public String toString() {
    return "SidecarOptions[" + appId + ", " + servers + ", " + app + ", " + resources + "]";
  }
}
