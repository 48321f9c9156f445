package dev.mecha.acceptance.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.acceptance.process.Ports;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.tck.server.RealServers;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.client.DaprPreviewClient;
import io.dapr.config.Properties;
import io.dapr.utils.TypeRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;

/**
 * Applications in three languages publish to each other with the official SDKs, over HTTP, gRPC and
 * streams, through the embedded broker.
 */
class EventsAcrossLanguagesTest {

  private static final List<String> PUBLISHED =
      List.of(
          "java",
          "java-bulk-1",
          "java-bulk-2",
          "python",
          "python-bulk-1",
          "python-bulk-2",
          "javascript-http",
          "javascript-http-bulk-1",
          "javascript-http-bulk-2",
          "javascript-grpc",
          "javascript-grpc-bulk-1",
          "javascript-grpc-bulk-2");

  private final List<Process> applications = new ArrayList<>();
  private final List<Sidecar> sidecars = new ArrayList<>();

  @TempDir Path folder;

  private Sidecar sidecar(String appId, String... flags) {
    String file = folder.resolve("events.db").toString();
    Sidecar sidecar =
        Sidecar.in(folder.resolve(appId))
            .appId(appId)
            .resource(Resources.component("pubsub", "pubsub.sqlite", "connectionString", file))
            .flags(flags)
            .launch();
    sidecars.add(sidecar);
    return sidecar;
  }

  private Callable<Collection<String>> launch(Path where, String... command) throws IOException {
    Path output = folder.resolve("app-" + applications.size() + ".log");
    applications.add(
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start());
    return () ->
        Files.readAllLines(output).stream()
            .filter(line -> line.startsWith("GOT "))
            .map(line -> line.substring("GOT ".length()))
            .toList();
  }

  @AfterEach
  void stop() {
    sidecars.forEach(Sidecar::close);
    applications.forEach(Process::destroyForcibly);
  }

  @Test
  @Timeout(600)
  @SuppressWarnings("try") // close() may be interrupted
  void everybodyHearsEverybody() throws Exception {
    Path javascript = Installation.javascript();
    Path python = Installation.python();
    String node = RealServers.require("node").toString();
    Path script = Path.of("src", "test", "python", "events.py").toAbsolutePath();
    var subscribers = new ArrayList<Callable<Collection<String>>>();

    Sidecar publisher = sidecar("publisher");
    for (String protocol : List.of("http", "grpc")) {
      int port = Ports.free();
      Sidecar beside =
          sidecar("js-" + protocol, "--app-port=" + port, "--app-protocol=" + protocol);
      int dapr = protocol.equals("grpc") ? beside.grpcPort() : beside.httpPort();
      subscribers.add(
          launch(javascript, node, "events.js", "subscribe", protocol, "" + dapr, "" + port));
    }
    Sidecar besidePython = sidecar("python");
    Sidecar besideJava = sidecar("java");
    sidecars.forEach(Sidecar::awaitHealthy);
    subscribers.add(
        launch(
            folder,
            python.toString(),
            script.toString(),
            "subscribe",
            "" + besidePython.httpPort(),
            "" + besidePython.grpcPort()));

    var heard = new ConcurrentLinkedQueue<String>();
    try (DaprPreviewClient listening = builder(besideJava).buildPreviewClient()) {
      Disposable subscription =
          listening
              .subscribeToTopic("pubsub", "news", new TypeRef<Map<String, String>>() {})
              .subscribe(event -> heard.add(event.get("from")));
      subscribers.add(() -> heard);
      publishFromJava(publisher);
      String http = "" + publisher.httpPort();
      String grpc = "" + publisher.grpcPort();
      Checks.run(2, folder, python.toString(), script.toString(), "publish", http, grpc);
      Checks.run(2, javascript, node, "events.js", "publish", "http", http);
      Checks.run(2, javascript, node, "events.js", "publish", "grpc", grpc);
      for (Callable<Collection<String>> subscriber : subscribers) {
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(
                () -> assertThat(subscriber.call()).containsExactlyInAnyOrderElementsOf(PUBLISHED));
      }
      subscription.dispose();
    }
  }

  private static DaprClientBuilder builder(Sidecar sidecar) {
    return new DaprClientBuilder()
        .withPropertyOverride(Properties.HTTP_PORT, "" + sidecar.httpPort())
        .withPropertyOverride(Properties.GRPC_PORT, "" + sidecar.grpcPort());
  }

  @SuppressWarnings("try") // close() may be interrupted
  private static void publishFromJava(Sidecar publisher) throws Exception {
    try (DaprClient client = builder(publisher).build()) {
      client.publishEvent("pubsub", "news", Map.of("from", "java")).block();
      var answer =
          client
              .publishEvents(
                  "pubsub",
                  "news",
                  "application/json",
                  List.of(Map.of("from", "java-bulk-1"), Map.of("from", "java-bulk-2")))
              .block();
      assertThat(answer).isNotNull();
      assertThat(answer.getFailedEntries()).isEmpty();
    }
  }
}
