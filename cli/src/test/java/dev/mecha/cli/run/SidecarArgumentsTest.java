package dev.mecha.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.runtime.options.CommandLine;
import dev.mecha.runtime.options.SidecarOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SidecarArgumentsTest {

  private static final Ports PORTS = new Ports(3500, 50001, 50002, 9090, 0);
  private static final Resources NOTHING = new Resources(List.of(), Optional.empty());

  @Test
  void withoutFlagsOnlyNameAndPortsDifferFromTheSidecarsDefaults() {
    var options = options(NOTHING);
    assertThat(options.appId()).isEqualTo("app");
    assertThat(options.servers().httpPort()).isEqualTo(3500);
    assertThat(options.servers().grpcPort()).isEqualTo(50001);
    assertThat(options.servers().internalGrpcPort()).hasValue(50002);
    assertThat(options.metrics().port()).isEqualTo(9090);
    var defaults = SidecarOptions.of("app", options.home());
    assertThat(options.app()).isEqualTo(defaults.app());
    assertThat(options.log()).isEqualTo(defaults.log());
    assertThat(options.resources()).isEqualTo(defaults.resources());
  }

  @Test
  void everyFlagReachesTheSidecar() {
    var resources =
        new Resources(List.of(Path.of("a"), Path.of("b")), Optional.of(Path.of("c.yaml")));
    var options =
        options(
            resources,
            "--app-port=8080",
            "--app-protocol=grpc",
            "--app-ssl",
            "--app-channel-address=10.0.0.1",
            "--app-max-concurrency=7",
            "--dapr-listen-addresses=0.0.0.0",
            "--unix-domain-socket=/tmp/sockets",
            "--log-level=debug",
            "--enable-api-logging",
            "--test-mode",
            "--max-body-size=1Mi",
            "--read-buffer-size=8Ki",
            "--enable-app-health-check",
            "--app-health-check-path=/ready",
            "--app-health-probe-interval=3",
            "--app-health-probe-timeout=200",
            "--app-health-threshold=9");
    assertThat(options.testMode()).isTrue();
    assertThat(options.app().port()).hasValue(8080);
    assertThat(options.app().protocol()).isEqualTo("grpcs");
    assertThat(options.app().channelAddress()).isEqualTo("10.0.0.1");
    assertThat(options.app().maxConcurrency()).isEqualTo(7);
    assertThat(options.app().healthCheck()).isTrue();
    assertThat(options.app().healthCheckPath()).isEqualTo("/ready");
    assertThat(options.app().healthProbeInterval()).isEqualTo(Duration.ofSeconds(3));
    assertThat(options.app().healthProbeTimeout()).isEqualTo(Duration.ofMillis(200));
    assertThat(options.app().healthThreshold()).isEqualTo(9);
    assertThat(options.servers().listenAddresses()).containsExactly("0.0.0.0");
    assertThat(options.servers().unixDomainSocket()).isEqualTo(Path.of("/tmp/sockets"));
    assertThat(options.servers().maxBodySize()).isEqualTo(1 << 20);
    assertThat(options.servers().readBufferSize()).isEqualTo(8 << 10);
    assertThat(options.log().level()).isEqualTo("debug");
    assertThat(options.log().apiCalls()).hasValue(true);
    assertThat(options.resources().paths()).isEqualTo(resources.folders());
    assertThat(options.resources().configurations()).containsExactly(Path.of("c.yaml"));
  }

  @Test
  void servicesAreNamedOnlyIfTheUserNamesThem() {
    assertThat(arguments(NOTHING)).noneMatch(a -> a.contains("host-address"));
    assertThat(arguments(NOTHING, "--placement-host-address="))
        .noneMatch(a -> a.contains("host-address"));
    assertThat(arguments(NOTHING, "--scheduler-host-address=s:1"))
        .containsSequence("--scheduler-host-address", "s:1");
  }

  private static SidecarOptions options(Resources resources, String... flags) {
    return CommandLine.parse(arguments(resources, flags), Map.of()).options();
  }

  private static List<String> arguments(Resources resources, String... flags) {
    return SidecarArguments.of("app", CommandLines.run(flags), PORTS, resources, "", false);
  }
}
