package dev.mecha.acceptance.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.tck.server.RealServers;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official JavaScript SDK, through both doors. */
@TestInstance(Lifecycle.PER_CLASS)
class JavaScriptSdkTest {

  private Path client = Path.of("");

  @BeforeAll
  @Timeout(300)
  void install() {
    client = Installation.javascript();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "grpc"})
  void everyCallIsAnswered(String protocol, @TempDir Path folder) {
    String node = RealServers.require("node").toString();
    try (Sidecar sidecar =
        Sidecar.in(folder).resource(Resources.sqlite(folder.resolve("data.db"))).start()) {
      int port = protocol.equals("grpc") ? sidecar.grpcPort() : sidecar.httpPort();
      Checks.run(9, client, node, "state.js", protocol, "" + port);
      assertThat(sidecar.awaitExit()).as("after shutdown").isZero();
    }
  }
}
