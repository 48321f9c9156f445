package dev.mecha.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFlagsTest {

  /** The peer's flags, as its command declares them: name, short form, type, default. */
  private static final String PEERS =
      """
      app-port p NUMBER -1
      app-id a TEXT
      config c TEXT
      dapr-http-port H NUMBER -1
      dapr-grpc-port G NUMBER -1
      dapr-internal-grpc-port I NUMBER -1
      enable-profiling - SWITCH false
      profile-port - NUMBER -1
      log-level - TEXT info
      app-max-concurrency - NUMBER -1
      app-protocol P TEXT http
      components-path d TEXT
      resources-path - LIST
      placement-host-address - TEXT localhost
      scheduler-host-address - TEXT localhost
      app-ssl - SWITCH false
      metrics-port M NUMBER -1
      max-body-size - TEXT 4Mi
      read-buffer-size - TEXT 4Ki
      unix-domain-socket u TEXT
      enable-app-health-check - SWITCH false
      app-health-check-path - TEXT
      app-health-probe-interval - NUMBER 0
      app-health-probe-timeout - NUMBER 0
      app-health-threshold - NUMBER 0
      enable-api-logging - SWITCH false
      kubernetes k SWITCH false
      dapr-listen-addresses - TEXT
      run-file f TEXT
      app-channel-address - TEXT 127.0.0.1
      """;

  @Test
  void everyFlagOfThePeerIsThereAndOneOfOurs() {
    List<String> ours =
        RunFlags.ALL.stream()
            .filter(flag -> !flag.name().equals("test-mode"))
            .map(
                flag ->
                    String.join(
                            " ",
                            flag.name(),
                            flag.letter().isEmpty() ? "-" : flag.letter(),
                            flag.kind().name(),
                            flag.fallback())
                        .strip())
            .toList();
    assertThat(ours).containsExactlyInAnyOrderElementsOf(PEERS.lines().toList());
  }

  @Test
  void defaultsAreReadWithoutAFlag() {
    var values = CommandLines.run();
    for (RunFlags.Flag flag : RunFlags.ALL) {
      switch (flag.kind()) {
        case TEXT -> assertThat(values.text(flag.name())).isEqualTo(flag.fallback());
        case NUMBER -> assertThat(values.number(flag.name())).hasToString(flag.fallback());
        case LIST -> assertThat(values.list(flag.name())).isEmpty();
        case SWITCH -> assertThat(values.flag(flag.name())).isFalse();
      }
      assertThat(values.given(flag.name())).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--app-port=8080",
    "'--app-port 8080'",
    "'-p 8080'",
    "-p8080",
    "-p=8080",
    "'-p 1 -p 8080'",
  })
  void aNumberIsTakenInEveryForm(String line) {
    assertThat(CommandLines.run(line.split(" ")).number("app-port")).isEqualTo(8080);
  }

  @ParameterizedTest
  @CsvSource({
    "--enable-api-logging, true",
    "--enable-api-logging=true, true",
    "--enable-api-logging=false, false",
  })
  void aSwitchMayHaveAValue(String line, boolean expected) {
    assertThat(CommandLines.run(line).flag("enable-api-logging")).isEqualTo(expected);
  }

  @Test
  void resourcePathsAreRepeatedOrSeparatedByCommas() {
    assertThat(
            CommandLines.run("--resources-path", "a,b", "--resources-path=c")
                .list("resources-path"))
        .containsExactly("a", "b", "c");
  }

  @Test
  void whatFollowsTwoDashesIsTheApplications() {
    var values = CommandLines.run("-a", "x", "--", "python3", "app.py", "-p", "1", "--", "@file");
    assertThat(values.command()).containsExactly("python3", "app.py", "-p", "1", "--", "@file");
    assertThat(values.number("app-port")).isEqualTo(-1);
  }

  @Test
  void anEmptyAddressIsNotAMissingOne() {
    assertThat(CommandLines.run("--placement-host-address", "").givenText("placement-host-address"))
        .hasValue("");
    assertThat(CommandLines.run().givenText("placement-host-address")).isEmpty();
  }
}
