package dev.mecha.cli.file;

import dev.mecha.cli.yaml.BadFileException;
import dev.mecha.cli.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which field of the file is which flag of {@code run}. */
final class RunFileFlags {

  /** Fields of an application alone. */
  private static final Map<String, String> TEXTS =
      Map.of("appChannelAddress", "app-channel-address");

  private static final Map<String, String> NUMBERS =
      Map.of(
          "appPort", "app-port",
          "daprHTTPPort", "dapr-http-port",
          "daprGRPCPort", "dapr-grpc-port",
          "daprInternalGRPCPort", "dapr-internal-grpc-port",
          "profilePort", "profile-port",
          "metricsPort", "metrics-port");

  /** Fields that may be common to all applications. */
  private static final Map<String, String> SHARED_TEXTS =
      Map.of(
          "appProtocol", "app-protocol",
          "apiListenAddresses", "dapr-listen-addresses",
          "logLevel", "log-level",
          "maxBodySize", "max-body-size",
          "readBufferSize", "read-buffer-size",
          "appHealthCheckPath", "app-health-check-path");

  /** An empty text switches these off, which is something else than leaving them out. */
  private static final Map<String, String> SHARED_SERVICES =
      Map.of(
          "placementHostAddress", "placement-host-address",
          "schedulerHostAddress", "scheduler-host-address");

  private static final Map<String, String> SHARED_NUMBERS =
      Map.of(
          "appMaxConcurrency", "app-max-concurrency",
          "appHealthProbeInterval", "app-health-probe-interval",
          "appHealthProbeTimeout", "app-health-probe-timeout",
          "appHealthThreshold", "app-health-threshold");

  private static final Map<String, String> SHARED_SWITCHES =
      Map.of(
          "enableProfiling", "enable-profiling",
          "enableApiLogging", "enable-api-logging",
          "appSSL", "app-ssl",
          "enableAppHealthCheck", "enable-app-health-check");

  /** All fields of {@code common}, those that are read elsewhere among them. */
  static final Set<String> COMMON_FIELDS =
      union(
          Set.of(
              "configFilePath",
              "resourcesPath",
              "resourcesPaths",
              "runtimePath",
              "env",
              "daprdLogDestination",
              "appLogDestination",
              "readyTimeout"),
          SHARED_TEXTS,
          SHARED_SERVICES,
          SHARED_NUMBERS,
          SHARED_SWITCHES);

  /** All fields of an application; the last three are for clusters. */
  static final Set<String> APP_FIELDS =
      union(
          COMMON_FIELDS,
          TEXTS,
          NUMBERS,
          Map.of(
              "appID", "",
              "appDirPath", "",
              "command", "",
              "unixDomainSocket", "",
              "dependsOn", "",
              "containerImage", "",
              "containerImagePullPolicy", "",
              "createService", ""));

  private RunFileFlags() {}

  @SafeVarargs
  private static Set<String> union(Set<String> names, Map<String, String>... more) {
    var all = new HashSet<>(names);
    for (Map<String, String> each : more) {
      all.addAll(each.keySet());
    }
    return Set.copyOf(all);
  }

  /**
   * @param app one application
   * @param common what is common to all, where the application says nothing, zero or false
   * @return flags as on the command line
   */
  static List<String> of(YamlNode app, YamlNode common) throws BadFileException {
    var flags = new LinkedHashMap<String, String>();
    for (Map.Entry<String, String> field : TEXTS.entrySet()) {
      put(flags, field.getValue(), app.field(field.getKey()).text(""));
    }
    for (Map.Entry<String, String> field : NUMBERS.entrySet()) {
      put(flags, field.getValue(), number(app.field(field.getKey())));
    }
    for (Map.Entry<String, String> field : SHARED_TEXTS.entrySet()) {
      put(flags, field.getValue(), common.field(field.getKey()).text(""));
      put(flags, field.getValue(), app.field(field.getKey()).text(""));
    }
    for (Map.Entry<String, String> field : SHARED_NUMBERS.entrySet()) {
      put(flags, field.getValue(), number(common.field(field.getKey())));
      put(flags, field.getValue(), number(app.field(field.getKey())));
    }
    for (Map.Entry<String, String> field : SHARED_SWITCHES.entrySet()) {
      boolean on = app.field(field.getKey()).flag() || common.field(field.getKey()).flag();
      put(flags, field.getValue(), on ? "true" : "");
    }
    for (Map.Entry<String, String> field : SHARED_SERVICES.entrySet()) {
      for (YamlNode place : List.of(common, app)) {
        if (place.field(field.getKey()).isPresent()) {
          flags.put(field.getValue(), place.field(field.getKey()).text(""));
        }
      }
    }
    var arguments = new ArrayList<String>();
    flags.forEach((flag, value) -> arguments.add("--" + flag + "=" + value));
    return arguments;
  }

  private static String number(YamlNode field) throws BadFileException {
    int number = field.integer();
    return number == 0 ? "" : Integer.toString(number);
  }

  private static void put(Map<String, String> flags, String flag, String value) {
    if (!value.isEmpty()) {
      flags.put(flag, value);
    }
  }
}
