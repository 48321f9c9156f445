package dev.mecha.acceptance.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mecha.acceptance.process.EchoApp;
import dev.mecha.acceptance.process.Ports;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.tck.server.RealServers;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import io.dapr.exceptions.DaprException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official SDKs ask bindings, and get their events. */
@TestInstance(Lifecycle.PER_CLASS)
class BindingsAcrossLanguagesTest {

  private Path folder = Path.of("");
  private Path python = Path.of("");
  private Path javascript = Path.of("");
  private EchoApp web;
  private Sidecar sidecar;

  @BeforeAll
  @Timeout(600)
  void start(@TempDir Path temporary) {
    folder = temporary;
    python = Installation.python();
    javascript = Installation.javascript();
    web = EchoApp.start("web");
    sidecar =
        Sidecar.in(folder.resolve("caller"))
            .resource(
                Resources.component(
                    "files",
                    "bindings.localstorage",
                    "rootPath",
                    folder.resolve("files").toString()))
            .resource(
                Resources.component(
                    "web", "bindings.http", "url", "http://127.0.0.1:" + web.port()))
            .start();
  }

  @AfterAll
  void stop() {
    sidecar.close();
    web.close();
  }

  @Test
  void fromPython() {
    Path script = Path.of("src", "test", "python", "binding.py").toAbsolutePath();
    Checks.run(
        3,
        folder,
        python.toString(),
        script.toString(),
        "" + sidecar.httpPort(),
        "" + sidecar.grpcPort());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "grpc"})
  void fromJavaScript(String protocol) {
    String node = RealServers.require("node").toString();
    int port = protocol.equals("grpc") ? sidecar.grpcPort() : sidecar.httpPort();
    Checks.run(3, javascript, node, "binding.js", protocol, "" + port);
    assertThat(folder.resolve("files/js-" + protocol + ".txt")).hasContent("hello");
  }

  @Test
  void fromJava() throws Exception {
    DaprClient client =
        new DaprClientBuilder()
            .withPropertyOverride(Properties.HTTP_PORT, "" + sidecar.httpPort())
            .withPropertyOverride(Properties.GRPC_PORT, "" + sidecar.grpcPort())
            .build();
    try {
      client
          .invokeBinding("files", "create", "hello".getBytes(UTF_8), Map.of("fileName", "java.txt"))
          .block();
      assertThat(folder.resolve("files/java.txt")).hasContent("hello");
      assertThat(
              client
                  .invokeBinding(
                      "files", "get", new byte[0], Map.of("fileName", "java.txt"), byte[].class)
                  .block())
          .asString(UTF_8)
          .isEqualTo("hello");
      assertThatThrownBy(
              () ->
                  client
                      .invokeBinding("files", "get", new byte[0], Map.of("fileName", "none"))
                      .block())
          .isInstanceOf(DaprException.class)
          .hasMessageContaining("error invoking output binding files: file not found");
    } finally {
      client.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "grpc"})
  void toJavaScript(String protocol, @TempDir Path place) throws IOException {
    String node = RealServers.require("node").toString();
    int appPort = Ports.free();
    Path notes = place.resolve("notes");
    try (Sidecar beside =
        Sidecar.in(place)
            .resource(Resources.component("tick", "bindings.cron", "schedule", "@every 100ms"))
            .flags("--app-port=" + appPort, "--app-protocol=" + protocol)
            .launch()) {
      int daprPort = protocol.equals("grpc") ? beside.grpcPort() : beside.httpPort();
      Process app =
          new ProcessBuilder(
                  node,
                  "binding-events.js",
                  protocol,
                  "" + appPort,
                  "" + daprPort,
                  notes.toString())
              .directory(javascript.toFile())
              .redirectErrorStream(true)
              .redirectOutput(place.resolve("app.log").toFile())
              .start();
      try {
        await()
            .atMost(Duration.ofSeconds(60))
            .ignoreExceptionsInstanceOf(NoSuchFileException.class)
            .untilAsserted(() -> assertThat(Files.readString(notes)).startsWith("tick\ntick\n"));
        // An event is counted when the application has answered, behind its note of it.
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () ->
                    assertThat(beside.metrics())
                        .containsPattern(
                            "dapr_component_input_binding_count\\{.*success=\"true\""));
      } finally {
        app.destroyForcibly();
      }
    }
  }
}
