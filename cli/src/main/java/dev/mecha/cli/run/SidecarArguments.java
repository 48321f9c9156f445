package dev.mecha.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The sidecar's own command line, made from that of {@code run}: one place checks what a sidecar is
 * told.
 */
final class SidecarArguments {

  private static final List<String> TEXTS =
      List.of(
          "app-protocol",
          "unix-domain-socket",
          "dapr-listen-addresses",
          "log-level",
          "max-body-size",
          "read-buffer-size",
          "app-health-check-path");

  private static final List<String> POSITIVE_NUMBERS =
      List.of(
          "app-port",
          "app-max-concurrency",
          "app-health-probe-interval",
          "app-health-probe-timeout",
          "app-health-threshold");

  private static final List<String> SWITCHES =
      List.of(
          "app-ssl",
          "enable-profiling",
          "enable-app-health-check",
          "enable-api-logging",
          "test-mode");

  /** Only what was asked for: an embedded sidecar needs no service beside it. */
  private static final List<String> SERVICES =
      List.of("placement-host-address", "scheduler-host-address");

  private final List<String> arguments = new ArrayList<>();

  private SidecarArguments() {}

  /**
   * @param appId the application's name
   * @param flags what the user asked for
   * @param ports the chosen ports
   * @param resources what is loaded
   * @param runtimePath what the global flag of that name says, or empty
   * @param logAsJson whether log lines are JSON objects
   * @return arguments for the sidecar
   */
  static List<String> of(
      String appId,
      RunFlags.Values flags,
      Ports ports,
      Resources resources,
      String runtimePath,
      boolean logAsJson) {
    var sidecar = new SidecarArguments();
    sidecar.add("app-id", appId);
    sidecar.add("dapr-http-port", Integer.toString(ports.http()));
    sidecar.add("dapr-grpc-port", Integer.toString(ports.grpc()));
    sidecar.add("dapr-internal-grpc-port", Integer.toString(ports.internal()));
    sidecar.add("metrics-port", Integer.toString(ports.metrics()));
    if (ports.profile() > 0) {
      sidecar.add("profile-port", Integer.toString(ports.profile()));
    }
    if (!flags.text("app-channel-address").equals("127.0.0.1")) {
      sidecar.add("app-channel-address", flags.text("app-channel-address"));
    }
    TEXTS.forEach(name -> sidecar.add(name, flags.text(name)));
    POSITIVE_NUMBERS.stream()
        .filter(name -> flags.number(name) > 0)
        .forEach(name -> sidecar.add(name, Integer.toString(flags.number(name))));
    SWITCHES.stream().filter(flags::flag).forEach(name -> sidecar.arguments.add("--" + name));
    SERVICES.forEach(name -> flags.givenText(name).ifPresent(value -> sidecar.add(name, value)));
    resources.folders().forEach(folder -> sidecar.add("resources-path", folder.toString()));
    resources.configuration().map(Path::toString).ifPresent(file -> sidecar.add("config", file));
    sidecar.add("runtime-path", runtimePath);
    if (logAsJson) {
      sidecar.arguments.add("--log-as-json");
    }
    return List.copyOf(sidecar.arguments);
  }

  private void add(String name, String value) {
    if (!value.isBlank()) {
      arguments.add("--" + name);
      arguments.add(value.strip());
    }
  }
}
