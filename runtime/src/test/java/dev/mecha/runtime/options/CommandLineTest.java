package dev.mecha.runtime.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.runtime.options.CommandLine.Action;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  private static CommandLine parse(String... arguments) {
    return CommandLine.parse(Arrays.asList(arguments), Map.of("HOME", "/home/user"));
  }

  @Test
  void anAppIdIsEnough() {
    CommandLine line = parse("--app-id", "shop");

    assertThat(line.action()).isEqualTo(Action.RUN);
    assertThat(line.notYet()).isEmpty();
    assertThat(line.options())
        .usingRecursiveComparison()
        .ignoringFields("environment")
        .isEqualTo(SidecarOptions.of("shop", Path.of("/home/user/.mecha")));
  }

  @Test
  void everyFlagReachesItsOption() {
    SidecarOptions options =
        parse(
                "--app-id=shop",
                "--mode",
                "standalone",
                "-dapr-http-port",
                "1",
                "--dapr-grpc-port=2",
                "--dapr-internal-grpc-port=3",
                "--dapr-internal-grpc-listen-address=10.0.0.1",
                "--dapr-listen-addresses=127.0.0.2, [::1]",
                "--dapr-public-port=4",
                "--dapr-public-listen-address=127.0.0.3",
                "--app-port=5",
                "--app-protocol=GRPC",
                "--app-channel-address=app",
                "--app-max-concurrency=6",
                "--app-ssl",
                "--resources-path=/a,/b",
                "--resources-path=/c",
                "--components-path=/ignored",
                "--config=/d.yaml",
                "--config=/e.yaml",
                "--hot-reload-reconcile-interval=7s",
                "--allowed-origins=https://a,https://b",
                "--max-body-size=8Ki",
                "--read-buffer-size=9k",
                "--unix-domain-socket=/run",
                "--dapr-graceful-shutdown-seconds=10",
                "--dapr-block-shutdown-duration=11s",
                "--enable-api-logging=false",
                "--enable-app-health-check",
                "--app-health-check-path=/up",
                "--app-health-probe-interval=12",
                "--app-health-probe-timeout=13",
                "--app-health-threshold=14",
                "--app-binding-options-timeout=16s",
                "--disable-init-endpoints=Config, subscribe,",
                "--log-level=debug",
                "--log-file=/log",
                "--log-as-json",
                "--enable-metrics=false",
                "--metrics-port=15",
                "--metrics-listen-address=127.0.0.4",
                "--runtime-path=/keep",
                "--plugins-path=/plugins")
            .options();

    assertThat(options.servers())
        .isEqualTo(
            new ServerOptions(
                1,
                2,
                OptionalInt.of(3),
                "10.0.0.1",
                List.of("127.0.0.2", "[::1]"),
                OptionalInt.of(4),
                "127.0.0.3",
                Path.of("/run"),
                List.of("https://a", "https://b"),
                8192,
                9000,
                true));
    assertThat(options.app())
        .isEqualTo(
            new AppOptions(
                OptionalInt.of(5),
                "grpcs",
                "app",
                6,
                true,
                "/up",
                Duration.ofSeconds(12),
                Duration.ofMillis(13),
                14,
                Duration.ofSeconds(16),
                Set.of("config", "subscribe")));
    assertThat(options.resources())
        .isEqualTo(
            new ResourceOptions(
                List.of(Path.of("/a"), Path.of("/b"), Path.of("/c")),
                List.of(Path.of("/d.yaml"), Path.of("/e.yaml")),
                Duration.ofSeconds(7),
                Path.of("/plugins")));
    assertThat(options.log())
        .isEqualTo(new LogOptions("debug", true, Path.of("/log"), Optional.of(false)));
    assertThat(options.metrics()).isEqualTo(new MetricsOptions(false, 15, "127.0.0.4"));
    assertThat(options.shutdown())
        .isEqualTo(new ShutdownOptions(Duration.ofSeconds(10), Duration.ofSeconds(11)));
    assertThat(options.home()).isEqualTo(Path.of("/keep/.mecha"));
  }

  @Test
  void deprecatedSizesCountInUnitsAndGiveWay() {
    assertThat(
            parse("--app-id=a", "--dapr-http-max-request-size=2").options().servers().maxBodySize())
        .isEqualTo(2 << 20);
    assertThat(
            parse("--app-id=a", "--dapr-http-read-buffer-size=8", "--read-buffer-size=1Ki")
                .options()
                .servers()
                .readBufferSize())
        .isEqualTo(1024);
  }

  @Test
  void flagsOfLaterBlocksAreTakenAndNamed() {
    assertThat(
            parse(
                    "--app-id=a",
                    "--placement-host-address=localhost:50005",
                    "--scheduler-host-address=\"\"",
                    "--sentry-address=",
                    "--enable-mtls")
                .notYet())
        .containsExactlyInAnyOrder("placement-host-address", "enable-mtls");
  }

  @Test
  void homeComesFromTheEnvironment() {
    assertThat(
            CommandLine.parse(List.of("--app-id=a"), Map.of("MECHA_HOME", "/m")).options().home())
        .isEqualTo(Path.of("/m"));
  }

  @ParameterizedTest
  @CsvSource({"--version, VERSION", "--build-info, BUILD_INFO", "--wait, WAIT"})
  void someFlagsReplaceServing(String flag, Action action) {
    assertThat(parse(flag).action()).isEqualTo(action);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--app-idd x | unknown flag: --app-idd (did you mean --app-id?)",
        "--app-id a --nonsense | unknown flag: --nonsense",
        "--app-id | flag needs an argument: --app-id",
        "--app-id a b | unexpected argument: \"b\" (expected: a flag)",
        "--log-level debug | app-id parameter cannot be empty",
        "--app-id a.b | app-id: \"a.b\" (expected: a name without dots)",
        "--app-id a --dapr-http-port x | --dapr-http-port: \"x\" (expected: a port from 0 to"
            + " 65535)",
        "--app-id a --metrics-port 70000 | --metrics-port: \"70000\" (expected: a port from 0 to"
            + " 65535)",
        "--app-id a --max-body-size 4MB | --max-body-size: \"4MB\" (expected: a size such as 4Mi,"
            + " 500k or 1048576)",
        "--app-id a --enable-metrics=maybe | --enable-metrics: \"maybe\" (expected: true or false)",
        "--app-id a --app-protocol ftp | --app-protocol: \"ftp\" (expected: one of grpc, grpcs,"
            + " h2c, http, https)",
        "--app-id a --dapr-block-shutdown-duration 5 | --dapr-block-shutdown-duration: \"5\""
            + " (expected: a duration such as 30s or 1h30m)",
        "--app-id a --disable-init-endpoints all | --disable-init-endpoints: \"all\" (expected: one"
            + " of config, subscribe)"
      })
  void whatIsWrongIsNamed(String arguments, String message) {
    assertThatThrownBy(() -> parse(arguments.split(" ")))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1"})
  void probeCountsBelowOneAreTheDefault(String value) {
    assertThat(
            parse("--app-id=a", "--app-health-threshold=" + value)
                .options()
                .app()
                .healthThreshold())
        .isEqualTo(3);
  }

  @Test
  void aProbeMayNotOutlastItsInterval() {
    assertThatThrownBy(
            () ->
                parse(
                    "--app-id=a",
                    "--app-health-probe-interval=1",
                    "--app-health-probe-timeout=1001"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("app-health-probe-timeout");
  }
}
