package dev.mecha.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The runtime as a library of somebody else's JVM. */
@Timeout(60)
class EmbeddedTest {

  @TempDir Path folder;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void aComponentInCodeAndFreePortsAreAllItTakes() throws Exception {
    try (Sidecar sidecar =
        Sidecar.builder("orders").component("statestore", "state.in-memory", Map.of()).start()) {
      assertThat(sidecar.ready()).isTrue();
      assertThat(sidecar.metricsPort()).isZero();
      assertThat(
              send(sidecar, "POST", "/v1.0/state/statestore", "[{\"key\":\"a\",\"value\":1}]")
                  .statusCode())
          .isEqualTo(204);
      assertThat(send(sidecar, "GET", "/v1.0/state/statestore/a", "").body()).isEqualTo("1");
    }
  }

  @Test
  void severalInOneJvmCallEachOther() throws Exception {
    Path configuration =
        Files.writeString(
            folder.resolve("config.yaml"),
            """
            apiVersion: dapr.io/v1alpha1
            kind: Configuration
            metadata: {name: config}
            spec:
              nameResolution:
                component: sqlite
                version: v1
                configuration: {connectionString: '%s'}
            """
                .formatted(folder.resolve("names.db")));
    HttpServer app = greeter();
    try (Sidecar callee =
            Sidecar.builder("callee")
                .configuration(configuration)
                .app(app.getAddress().getPort(), "http")
                .start();
        Sidecar caller = Sidecar.builder("caller").configuration(configuration).start()) {
      Awaitility.await().until(callee::ready);
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(send(caller, "GET", "/v1.0/invoke/callee/method/hello", "").body())
                      .isEqualTo("hello"));
    } finally {
      app.stop(0);
    }
  }

  @Test
  void whatWasStartedEndsWithIt() throws Exception {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Set<String> before = threads();
    for (int i = 0; i < 3; i++) {
      try (Sidecar sidecar = Sidecar.builder("again").ports(port, 0).start()) {
        assertThat(sidecar.httpPort()).isEqualTo(port);
      }
    }
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(threads())
                    .filteredOn(name -> !before.contains(name))
                    .noneMatch(
                        name -> name.contains("eventloop") || name.contains("resource-watcher")));
  }

  @Test
  void aNameWithDotsIsRefused() {
    assertThatThrownBy(() -> Sidecar.builder("a.b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("appId: \"a.b\" (expected: a name without dots)");
  }

  private static HttpServer greeter() throws IOException {
    HttpServer app =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    app.createContext(
        "/hello",
        exchange -> {
          byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    app.start();
    return app;
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .collect(Collectors.toSet());
  }

  private HttpResponse<String> send(Sidecar sidecar, String verb, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sidecar.httpPort() + path))
            .method(verb, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }
}
