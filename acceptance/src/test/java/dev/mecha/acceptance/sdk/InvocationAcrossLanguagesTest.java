package dev.mecha.acceptance.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.EchoApp;
import dev.mecha.acceptance.process.GrpcApp;
import dev.mecha.acceptance.process.Ports;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.tck.server.RealServers;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.client.domain.HttpExtension;
import io.dapr.config.Properties;
import io.dapr.utils.TypeRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Applications in three languages call each other with the official SDKs. */
@TestInstance(Lifecycle.PER_CLASS)
class InvocationAcrossLanguagesTest {

  /** Who can be called over either protocol. */
  private static final List<String> TARGETS = List.of("javascript", "python");

  private final List<Process> applications = new ArrayList<>();
  private final List<Sidecar> sidecars = new ArrayList<>();
  private Path python = Path.of("");
  private Path javascript = Path.of("");
  private Path folder = Path.of("");

  @BeforeAll
  @Timeout(600)
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    python = Installation.python();
    javascript = Installation.javascript();
    int pythonPort = Ports.free();
    Path app = Path.of("src", "test", "python", "app.py").toAbsolutePath();
    launch(folder, python.toString(), app.toString(), "" + pythonPort);
    sidecar("python", "--app-port=" + pythonPort);
    int scriptPort = Ports.free();
    Sidecar scripts = sidecar("javascript", "--app-port=" + scriptPort);
    String node = RealServers.require("node").toString();
    launch(javascript, node, "app.js", "http", "" + scriptPort, "" + scripts.httpPort());
    sidecar("caller");
    sidecars.forEach(Sidecar::awaitHealthy);
  }

  private Sidecar sidecar(String appId, String... flags) {
    Sidecar sidecar =
        Sidecar.in(folder.resolve(appId))
            .appId(appId)
            .configuration(Resources.neighbours(folder.resolve("names.db")))
            .flags(flags)
            .launch();
    sidecars.add(sidecar);
    return sidecar;
  }

  private void launch(Path where, String... command) throws IOException {
    applications.add(
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("app-" + applications.size() + ".log").toFile())
            .start());
  }

  @AfterAll
  void stop() {
    sidecars.forEach(Sidecar::close);
    applications.forEach(Process::destroyForcibly);
  }

  private Sidecar caller() {
    return sidecars.getLast();
  }

  @Test
  void fromPython() {
    Path script = Path.of("src", "test", "python", "invoke.py").toAbsolutePath();
    var command = new ArrayList<>(List.of(python.toString(), script.toString()));
    command.addAll(List.of("" + caller().httpPort(), "" + caller().grpcPort()));
    command.addAll(TARGETS);
    Checks.run(2 * TARGETS.size(), folder, command.toArray(String[]::new));
  }

  @Test
  void fromJavaScript() {
    String node = RealServers.require("node").toString();
    for (String protocol : List.of("http", "grpc")) {
      int port = protocol.equals("grpc") ? caller().grpcPort() : caller().httpPort();
      var command = new ArrayList<>(List.of(node, "invoke.js", protocol, "" + port));
      command.addAll(TARGETS);
      Checks.run(TARGETS.size(), javascript, command.toArray(String[]::new));
    }
  }

  @Test
  @SuppressWarnings({"deprecation", "try"}) // users' code calls it, and close() may be interrupted
  void fromJava() throws Exception {
    try (DaprClient client =
        new DaprClientBuilder()
            .withPropertyOverride(Properties.HTTP_PORT, "" + caller().httpPort())
            .withPropertyOverride(Properties.GRPC_PORT, "" + caller().grpcPort())
            .build()) {
      for (String target : TARGETS) {
        Map<String, Object> said =
            client
                .invokeMethod(
                    target,
                    "hello",
                    Map.of("n", 1),
                    HttpExtension.POST,
                    new TypeRef<Map<String, Object>>() {})
                .block();
        assertThat(said).containsEntry("from", target);
      }
    }
  }

  /** Java's own application is the one of the suite. */
  @Test
  void toJava(@TempDir Path temporary) {
    try (EchoApp app = EchoApp.start("java");
        Sidecar sidecar =
            Sidecar.in(temporary)
                .appId("java")
                .configuration(Resources.neighbours(folder.resolve("names.db")))
                .flags("--app-port=" + app.port())
                .start()) {
      sidecar.awaitHealthy();
      assertThat(caller().send("POST", "/v1.0/invoke/java/method/hello", "{}").body())
          .contains("\"app\":\"java\"");
    }
  }

  /** The official gRPC library of the language calls a service of the application's own. */
  @Test
  void anOwnServiceFromJavaScript(@TempDir Path temporary) {
    try (GrpcApp app = GrpcApp.start();
        Sidecar sidecar =
            Sidecar.in(temporary)
                .appId("stock")
                .configuration(Resources.neighbours(folder.resolve("names.db")))
                .flags("--app-port=" + app.port(), "--app-protocol=grpc")
                .start()) {
      sidecar.awaitHealthy();
      String node = RealServers.require("node").toString();
      Checks.run(5, javascript, node, "proxy.js", "" + caller().grpcPort(), "stock");
    }
  }
}
