package dev.mecha.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppEnvironmentTest {

  private static final Ports PORTS = new Ports(3500, 50001, 50002, 9090, 0);
  private static final Doors DOORS = new Doors("shop", 3500, 50001, "");

  @Test
  void theSidecarIsNamedBesideWhatTheUserHas() {
    assertThat(of(Map.of("LANG", "de", "APP_ID", "old"), "-p", "8080"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "LANG", "de",
                "APP_ID", "shop",
                "APP_PORT", "8080",
                "APP_PROTOCOL", "http",
                "APP_CHANNEL_ADDRESS", "127.0.0.1",
                "DAPR_HTTP_PORT", "3500",
                "DAPR_GRPC_PORT", "50001",
                "DAPR_METRICS_PORT", "9090",
                "PYTHONUNBUFFERED", "1"));
  }

  @Test
  void anApplicationWithoutAPortIsToldNone() {
    assertThat(of(Map.of())).doesNotContainKey("APP_PORT");
  }

  @Test
  void whatTheStartScriptPutAsideIsRestored() {
    var environment =
        Map.of(
            "MALLOC_ARENA_MAX", "2",
            "MECHA_SAVED_MALLOC_ARENA_MAX", "7",
            "MECHA_SAVED_JAVA_TOOL_OPTIONS", "-Dx=y");
    assertThat(AppEnvironment.users(environment))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("MALLOC_ARENA_MAX", "7", "JAVA_TOOL_OPTIONS", "-Dx=y"));
    assertThat(AppEnvironment.users(Map.of("MALLOC_ARENA_MAX", "2"))).isEmpty();
  }

  @Test
  void pythonKeepsTheUsersSetting() {
    assertThat(of(Map.of("PYTHONUNBUFFERED", ""))).containsEntry("PYTHONUNBUFFERED", "");
  }

  @ParameterizedTest
  @CsvSource({
    "http, false, http",
    "HTTP, true, https",
    "grpc, true, grpcs",
    "h2c, true, h2c",
    "grpcs, false, grpcs",
  })
  void theProtocolIsTheOneThatTheSidecarSpeaks(String protocol, boolean tls, String expected) {
    assertThat(of(Map.of(), "-P", protocol, "--app-ssl=" + tls))
        .containsEntry("APP_PROTOCOL", expected);
  }

  private static Map<String, String> of(Map<String, String> environment, String... flags) {
    return AppEnvironment.of(environment, DOORS, PORTS, CommandLines.run(flags));
  }
}
