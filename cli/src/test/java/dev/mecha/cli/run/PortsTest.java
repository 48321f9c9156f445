package dev.mecha.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void unsetPortsAreFreeAndDiffer() {
    Ports ports = choose("--enable-profiling", "-H", "0", "-G", "-5");
    assertThat(
            List.of(ports.http(), ports.grpc(), ports.internal(), ports.metrics(), ports.profile()))
        .doesNotHaveDuplicates()
        .allMatch(port -> port > 0 && port <= 65535);
  }

  @Test
  void withoutProfilingThereIsNoPortForIt() {
    assertThat(choose("--profile-port", "7777").profile()).isZero();
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (var taken = new ServerSocket(0)) {
      assertUnavailable("-H", "HTTPPort", taken.getLocalPort());
      assertUnavailable("-G", "GRPCPort", taken.getLocalPort());
      assertUnavailable("-I", "InternalGRPCPort", taken.getLocalPort());
      assertUnavailable("-M", "MetricsPort", taken.getLocalPort());
    }
  }

  @Test
  void whatIsNoPortIsUnavailableToo() {
    assertUnavailable("-H", "HTTPPort", 65536);
  }

  @Test
  void twoDoorsCannotShareAPort() throws IOException {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThatThrownBy(() -> choose("-H", "" + port, "-G", "" + port))
        .hasMessage("invalid configuration for GRPCPort. Port %d is not available", port);
  }

  @Test
  void socketsNeedNoParticularPorts() throws IOException {
    try (var taken = new ServerSocket(0)) {
      int port = taken.getLocalPort();
      assertThat(choose("-u", "/tmp/x", "-H", "" + port).http()).isPositive().isNotEqualTo(port);
    }
  }

  @Test
  void whatSomebodyNamesIsKeptForHim() {
    var free = List.of(4001, 4002, 4003, 4003, 4004).iterator();
    var book = new PortBook(free::next);
    book.keep(CommandLines.run("-H", "4001", "--app-port", "4002"));
    assertThat(book.any()).isEqualTo(4003);
    assertThat(book.any()).isEqualTo(4004);
    assertThat(book.claim(4001)).isTrue();
  }

  private static Ports choose(String... flags) {
    return Ports.choose(CommandLines.run(flags), new PortBook());
  }

  private static void assertUnavailable(String flag, String name, int port) {
    assertThatThrownBy(() -> choose(flag, Integer.toString(port)))
        .isInstanceOf(RunException.class)
        .hasMessage("invalid configuration for %s. Port %d is not available", name, port);
  }
}
