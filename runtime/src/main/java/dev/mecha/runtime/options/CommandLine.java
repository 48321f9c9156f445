package dev.mecha.runtime.options;

import dev.mecha.runtime.options.FlagSet.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sidecar's command line: every flag of the peer's {@code daprd}, read into {@link
 * SidecarOptions}.
 *
 * @param options what the sidecar is told
 * @param action what to do
 * @param notYet flags that were given a value and have no effect yet, to be logged
 */
public record CommandLine(SidecarOptions options, Action action, List<String> notYet) {

  /** What the command line asks for. */
  public enum Action {
    /** Serve. */
    RUN,
    /** Print the version and leave. */
    VERSION,
    /** Print how it was built and leave. */
    BUILD_INFO,
    /** Wait until a sidecar on this machine can be used, and leave. */
    WAIT
  }

  /** The variable that names the home folder. */
  public static final String HOME_VARIABLE = "MECHA_HOME";

  private static final Set<String> PROTOCOLS = Set.of("http", "https", "h2c", "grpc", "grpcs");
  private static final Set<String> INIT_ENDPOINTS = Set.of(AppOptions.CONFIG, AppOptions.SUBSCRIBE);
  private static final Set<String> MODES = Set.of("standalone", "kubernetes");

  /**
   * Flags whose capability comes with a later building block: accepted, so that scripts go on
   * working.
   */
  private static final String[] LATER_VALUES = {
    "control-plane-address",
    "sentry-address",
    "control-plane-trust-domain",
    "control-plane-namespace",
    "placement-host-address",
    "scheduler-job-streams",
    "actors-disseminate-timeout",
    "profile-port",
    "reminders-service",
    "actors-service"
  };

  private static final String[] LATER_LISTS = {
    "sentry-request-jwt-audiences", "scheduler-host-address"
  };

  private static final String[] LATER_SWITCHES = {
    "enable-mtls", "enable-profiling", "disable-builtin-k8s-secret-store"
  };

  private static final FlagSet FLAGS =
      new FlagSet()
          .add(
              Kind.VALUE,
              "app-id",
              "mode",
              "dapr-http-port",
              "dapr-grpc-port",
              "dapr-internal-grpc-port",
              "dapr-internal-grpc-listen-address",
              "dapr-public-port",
              "dapr-public-listen-address",
              "app-port",
              "app-protocol",
              "app-channel-address",
              "app-max-concurrency",
              "components-path",
              "hot-reload-reconcile-interval",
              "max-body-size",
              "dapr-http-max-request-size",
              "read-buffer-size",
              "dapr-http-read-buffer-size",
              "unix-domain-socket",
              "dapr-graceful-shutdown-seconds",
              "dapr-block-shutdown-duration",
              "app-health-check-path",
              "app-health-probe-interval",
              "app-health-probe-timeout",
              "app-health-threshold",
              "app-binding-options-timeout",
              "log-level",
              "log-file",
              "metrics-port",
              "metrics-listen-address",
              "runtime-path",
              "plugins-path")
          .add(
              Kind.LIST,
              "dapr-listen-addresses",
              "allowed-origins",
              "resources-path",
              "config",
              "disable-init-endpoints")
          .add(
              Kind.SWITCH,
              "app-ssl",
              "enable-api-logging",
              "enable-app-health-check",
              "log-as-json",
              "enable-metrics",
              "test-mode",
              "version",
              "build-info",
              "wait")
          .add(Kind.VALUE, LATER_VALUES)
          .add(Kind.LIST, LATER_LISTS)
          .add(Kind.SWITCH, LATER_SWITCHES);

  /**
   * Reads a command line.
   *
   * @param arguments without the program's name
   * @param environment of the process
   * @return what it says
   * @throws UsageException if it is wrong; the message says where
   */
  public static CommandLine parse(List<String> arguments, Map<String, String> environment) {
    ParsedFlags flags = FLAGS.parse(arguments);
    Action action =
        flags.flag("version", false)
            ? Action.VERSION
            : flags.flag("build-info", false)
                ? Action.BUILD_INFO
                : flags.flag("wait", false) ? Action.WAIT : Action.RUN;
    var options =
        new SidecarOptions(
            appId(flags, action),
            oneOf("mode", flags.text("mode", "standalone"), MODES),
            servers(flags, environment),
            app(flags),
            resources(flags),
            new LogOptions(
                flags.text("log-level", "info"),
                flags.flag("log-as-json", false),
                flags.text("log-file").filter(f -> !f.isEmpty()).map(Path::of).orElse(null),
                flags.flag("enable-api-logging")),
            new MetricsOptions(
                flags.flag("enable-metrics", true),
                flags.port("metrics-port", 9090),
                flags.text("metrics-listen-address", "0.0.0.0")),
            shutdown(flags),
            home(flags, environment),
            environment,
            flags.flag("test-mode", false));
    return new CommandLine(options, action, later(flags));
  }

  private static String appId(ParsedFlags flags, Action action) {
    String appId = flags.text("app-id", "");
    if (action == Action.RUN && appId.isEmpty()) {
      throw new UsageException("app-id parameter cannot be empty");
    }
    if (appId.contains(".")) {
      throw new UsageException("app-id: \"" + appId + "\" (expected: a name without dots)");
    }
    return appId;
  }

  private static ServerOptions servers(ParsedFlags flags, Map<String, String> environment) {
    var defaults = ServerOptions.defaults();
    List<String> listen = flags.list("dapr-listen-addresses");
    int internal = flags.port("dapr-internal-grpc-port", 0);
    int open = flags.port("dapr-public-port", -1);
    return new ServerOptions(
        flags.port("dapr-http-port", defaults.httpPort()),
        flags.port("dapr-grpc-port", defaults.grpcPort()),
        internal == 0 ? OptionalInt.empty() : OptionalInt.of(internal),
        flags.text("dapr-internal-grpc-listen-address", ""),
        listen.isEmpty() ? defaults.listenAddresses() : listen,
        open < 0 ? OptionalInt.empty() : OptionalInt.of(open),
        flags.text("dapr-public-listen-address", ""),
        flags.text("unix-domain-socket").filter(s -> !s.isEmpty()).map(Path::of).orElse(null),
        flags.list("allowed-origins"),
        size(flags, "max-body-size", "dapr-http-max-request-size", 1 << 20, defaults.maxBodySize()),
        size(
            flags,
            "read-buffer-size",
            "dapr-http-read-buffer-size",
            1 << 10,
            defaults.readBufferSize()),
        !truthy(environment.getOrDefault("DAPR_HTTP_DISABLE_H2C", "")));
  }

  /** The older flag counts in units and gives way to the newer one, which takes a quantity. */
  private static long size(
      ParsedFlags flags, String name, String deprecated, long unit, long fallback) {
    long old = flags.integer(deprecated, -1);
    return flags.quantity(name).orElse(old < 0 ? fallback : old * unit);
  }

  private static AppOptions app(ParsedFlags flags) {
    var defaults = AppOptions.defaults();
    int port = flags.port("app-port", 0);
    String protocol =
        oneOf(
            "app-protocol",
            flags.text("app-protocol", defaults.protocol()).toLowerCase(Locale.ROOT),
            PROTOCOLS);
    boolean tls = flags.flag("app-ssl", false);
    var interval =
        Duration.ofSeconds(
            positive(
                flags,
                "app-health-probe-interval",
                (int) defaults.healthProbeInterval().toSeconds()));
    var timeout =
        Duration.ofMillis(
            positive(
                flags, "app-health-probe-timeout", (int) defaults.healthProbeTimeout().toMillis()));
    if (timeout.compareTo(interval) > 0) {
      throw new UsageException(
          "value for 'app-health-probe-timeout' must be smaller than or equal to the"
              + " 'app-health-probe-interval' value in milliseconds");
    }
    return new AppOptions(
        port == 0 ? OptionalInt.empty() : OptionalInt.of(port),
        tls && (protocol.equals("http") || protocol.equals("grpc")) ? protocol + "s" : protocol,
        flags.text("app-channel-address", defaults.channelAddress()),
        flags.integer("app-max-concurrency", defaults.maxConcurrency()),
        flags.flag("enable-app-health-check", false),
        flags.text("app-health-check-path", defaults.healthCheckPath()),
        interval,
        timeout,
        positive(flags, "app-health-threshold", defaults.healthThreshold()),
        flags
            .duration("app-binding-options-timeout")
            .filter(Duration::isPositive)
            .orElse(defaults.bindingOptionsTimeout()),
        unasked(flags));
  }

  private static Set<String> unasked(ParsedFlags flags) {
    String name = "disable-init-endpoints";
    var unasked = new HashSet<String>();
    for (String value : flags.list(name)) {
      String endpoint = value.strip().toLowerCase(Locale.ROOT);
      if (!endpoint.isEmpty()) {
        unasked.add(oneOf(name, endpoint, INIT_ENDPOINTS));
      }
    }
    return Set.copyOf(unasked);
  }

  /** Zero and below stand for the default, as in the peer. */
  private static int positive(ParsedFlags flags, String name, int fallback) {
    int value = flags.integer(name, fallback);
    return value <= 0 ? fallback : value;
  }

  private static ResourceOptions resources(ParsedFlags flags) {
    var paths = new ArrayList<>(flags.list("resources-path"));
    if (paths.isEmpty()) {
      flags.text("components-path").filter(path -> !path.isEmpty()).ifPresent(paths::add);
    }
    var interval = flags.duration("hot-reload-reconcile-interval").orElse(Duration.ZERO);
    return new ResourceOptions(
        paths.stream().map(Path::of).toList(),
        flags.list("config").stream().map(Path::of).toList(),
        interval.isPositive() ? interval : ResourceOptions.defaults().reconcileInterval(),
        flags.text("plugins-path").map(Path::of).orElseGet(CommandLine::ownPlugins));
  }

  /** The plug-ins of the distribution that this process was started from, if it was. */
  private static @Nullable Path ownPlugins() {
    String distribution = System.getProperty("mecha.home.dist", "");
    return distribution.isEmpty() ? null : Path.of(distribution, "plugins");
  }

  private static ShutdownOptions shutdown(ParsedFlags flags) {
    int seconds = flags.integer("dapr-graceful-shutdown-seconds", -1);
    return new ShutdownOptions(
        seconds < 0 ? ShutdownOptions.defaults().grace() : Duration.ofSeconds(seconds),
        flags.duration("dapr-block-shutdown-duration").orElse(null));
  }

  /**
   * A sidecar may be started with nothing in its environment: then what it keeps is kept beside the
   * temporary files.
   */
  private static Path home(ParsedFlags flags, Map<String, String> environment) {
    return flags
        .text("runtime-path")
        .filter(path -> !path.isEmpty())
        .map(path -> Path.of(path, ".mecha"))
        .orElseGet(() -> Home.of(environment));
  }

  private static List<String> later(ParsedFlags flags) {
    var given = new ArrayList<String>();
    for (String[] names : List.of(LATER_VALUES, LATER_LISTS)) {
      for (String name : names) {
        if (!flags.text(name, "").replace("\"", "").isBlank()) {
          given.add(name);
        }
      }
    }
    for (String name : LATER_SWITCHES) {
      if (flags.flag(name, false)) {
        given.add(name);
      }
    }
    return given;
  }

  private static String oneOf(String name, String value, Set<String> allowed) {
    if (!allowed.contains(value)) {
      throw new UsageException(
          "--"
              + name
              + ": \""
              + value
              + "\" (expected: one of "
              + String.join(", ", allowed.stream().sorted().toList())
              + ")");
    }
    return value;
  }

  private static boolean truthy(String value) {
    return Set.of("1", "y", "yes", "t", "true", "on")
        .contains(value.strip().toLowerCase(Locale.ROOT));
  }
}
