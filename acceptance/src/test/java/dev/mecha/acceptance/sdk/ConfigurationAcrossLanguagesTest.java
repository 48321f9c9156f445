package dev.mecha.acceptance.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.tck.server.RealServers;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Items of a file that somebody edits, read and followed with the official SDKs. */
@TestInstance(Lifecycle.PER_CLASS)
class ConfigurationAcrossLanguagesTest {

  private static final String STORE = "/v1.0/configuration/configstore";

  private final List<String> told = new CopyOnWriteArrayList<>();
  private Path folder = Path.of("");
  private HttpServer app;
  private Sidecar sidecar;
  private DaprClient client;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    for (String name : List.of("java", "http", "python", "javascript")) {
      Files.writeString(file(name), "{}");
    }
    app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    app.createContext("/", this::serve);
    app.start();
    sidecar =
        Sidecar.in(folder)
            .flags("--app-port=" + app.getAddress().getPort(), "--log-level=debug")
            .resource(store("javastore", "java"))
            .resource("configstore.yaml", store("configstore", "http"))
            .start();
    client =
        new DaprClientBuilder()
            .withPropertyOverride(Properties.HTTP_PORT, "" + sidecar.httpPort())
            .withPropertyOverride(Properties.GRPC_PORT, "" + sidecar.grpcPort())
            .build();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String path = exchange.getRequestURI().toString();
    boolean update = path.startsWith("/configuration/");
    if (update) {
      told.add(path + " " + body);
    }
    exchange.sendResponseHeaders(update ? 200 : 404, -1);
    exchange.close();
  }

  private Path file(String name) {
    return folder.resolve(name + ".json");
  }

  private String store(String component, String file) {
    return Resources.component(
        component,
        "configuration.local.file",
        "configurationFile",
        file(file).toString(),
        "pollInterval",
        "50ms");
  }

  private void write(String name, String json) throws IOException {
    Path next = Files.writeString(folder.resolve(name + ".new"), json);
    Files.move(next, file(name), StandardCopyOption.ATOMIC_MOVE);
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
    sidecar.close();
    app.stop(0);
  }

  @Test
  @Timeout(60)
  void javaReadsAndFollowsThem() throws IOException {
    write("java", "{\"orders\":{\"value\":\"101\",\"version\":\"1\"},\"limit\":7}");
    assertThat(requireNonNull(client.getConfiguration("javastore", "orders").block()))
        .satisfies(item -> assertThat(item.getValue()).isEqualTo("101"))
        .satisfies(item -> assertThat(item.getVersion()).isEqualTo("1"));
    assertThat(client.getConfiguration("javastore", "orders", "limit", "absent").block())
        .containsOnlyKeys("orders", "limit");
    var ids = new CopyOnWriteArrayList<String>();
    var values = new CopyOnWriteArrayList<String>();
    var following =
        client
            .subscribeConfiguration("javastore", "orders")
            .subscribe(
                update -> {
                  ids.add(update.getSubscriptionId());
                  update.getItems().values().forEach(item -> values.add(item.getValue()));
                });
    await().until(() -> !ids.isEmpty());
    write("java", "{\"orders\":\"102\"}");
    await().until(() -> values.contains("102"));
    write("java", "{}");
    await().until(() -> values.contains(""));
    assertThat(
            requireNonNull(client.unsubscribeConfiguration(ids.getFirst(), "javastore").block())
                .getIsUnsubscribed())
        .isTrue();
    await().until(following::isDisposed);
  }

  @Test
  @Timeout(300)
  void pythonReadsAndFollowsThem() throws IOException {
    try (Sidecar own = ownSidecar("python")) {
      Path script = Path.of("src", "test", "python", "configuration.py").toAbsolutePath();
      Checks.run(
          2,
          folder,
          Installation.python().toString(),
          script.toString(),
          "" + own.httpPort(),
          "" + own.grpcPort(),
          file("python").toString());
    }
  }

  @Test
  @Timeout(300)
  void javaScriptReadsAndFollowsThem() throws IOException {
    String node = RealServers.require("node").toString();
    try (Sidecar own = ownSidecar("javascript")) {
      Checks.run(
          2,
          Installation.javascript(),
          node,
          "configuration.js",
          "" + own.grpcPort(),
          file("javascript").toString());
    }
  }

  private Sidecar ownSidecar(String name) {
    return Sidecar.in(folder.resolve("sidecar-" + name))
        .resource(store("configstore", name))
        .start();
  }

  @Test
  void applicationIsCalledOverHttp() throws IOException {
    String answer = sidecar.send("GET", STORE + "/subscribe?key=a&key=b%2Fc", "").body();
    assertThat(answer).matches("\\{\"id\":\"[0-9a-f-]{36}\"}");
    String id = answer.substring(7, answer.length() - 2);
    write("http", "{\"a\":\"one\",\"b/c\":{\"value\":\"x\",\"metadata\":{\"unit\":\"m\"}}}");
    awaitTold("/configuration/configstore/a ", "\"a\":{\"value\":\"one\"}", id);
    awaitTold("/configuration/configstore/b/c ", "\"metadata\":{\"unit\":\"m\"}", id);
    assertThat(sidecar.send("GET", "/v1.0-alpha1/configuration/configstore?key=a", "").body())
        .isEqualTo("{\"a\":{\"value\":\"one\"}}");
    write("http", "{}");
    awaitTold("/configuration/configstore/a ", "\"a\":{}", id);
    assertThat(sidecar.send("GET", STORE, "").statusCode()).isEqualTo(204);

    // Another file, under the same name.
    Files.writeString(file("other"), "{\"a\":\"moved\"}");
    Files.writeString(folder.resolve("resources/configstore.yaml"), store("configstore", "other"));
    awaitToldOnce("\"a\":{\"value\":\"moved\"}");
    assertThat(sidecar.send("GET", STORE + "/" + id + "/unsubscribe", "").body())
        .isEqualTo("{\"ok\":true}");
    var again = sidecar.send("GET", STORE + "/" + id + "/unsubscribe", "");
    assertThat(again.statusCode()).isEqualTo(500);
    assertThat(again.body()).contains("failed to unsubscribe to configuration request " + id);
  }

  private void awaitTold(String path, String part, String id) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                told.stream()
                    .anyMatch(
                        one -> one.startsWith(path) && one.contains(part) && one.contains(id)));
  }

  private void awaitToldOnce(String part) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> told.stream().anyMatch(one -> one.contains(part)));
  }

  @Test
  void whatIsNotThereIsNamed() {
    var answer = sidecar.send("GET", "/v1.0/configuration/nostore?key=a", "");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo(
            "{\"errorCode\":\"ERR_CONFIGURATION_STORE_NOT_FOUND\","
                + "\"message\":\"configuration store nostore not found\"}");
  }

  @Test
  void whatIsAskedIsCounted() {
    sidecar.send("GET", "/v1.0/configuration/javastore", "");
    assertThat(sidecar.metrics())
        .containsPattern("dapr_component_configuration_count\\{.*component=\"javastore\".*get");
  }
}
