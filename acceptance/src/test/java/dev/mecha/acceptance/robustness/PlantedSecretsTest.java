package dev.mecha.acceptance.robustness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mecha.acceptance.process.Http;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.acceptance.process.SidecarSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A canary in every secret field of every component that the distribution ships, in the forms in
 * which it may be given: none of them is seen in logs, metadata, metrics, spans or errors.
 */
@Timeout(300)
class PlantedSecretsTest {

  private static final int SIDECARS = 4;
  private static final int AT_ONCE = 2;

  @TempDir Path folder;

  private final Queue<String> spans = new ConcurrentLinkedQueue<>();
  private HttpServer zipkin;

  @BeforeEach
  void startZipkin() throws IOException {
    zipkin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    zipkin.createContext(
        "/",
        exchange -> {
          try (exchange) {
            spans.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(202, -1);
          }
        });
    zipkin.start();
  }

  @AfterEach
  void stopZipkin() {
    zipkin.stop(0);
  }

  @Test
  void noneIsSeen() throws Exception {
    Files.writeString(
        folder.resolve("secrets.json"), "{\"planted\": \"%s\"}".formatted(Planting.CANARY));
    List<Map<String, String>> groups = new ArrayList<>();
    for (int i = 0; i < SIDECARS; i++) {
      groups.add(new LinkedHashMap<>());
    }
    int next = 0;
    for (Description each : Description.all()) {
      Map<String, String> planted = Planting.of(each);
      if (!planted.isEmpty() && !each.type().startsWith("nameresolution.")) {
        groups.get(next++ % SIDECARS).putAll(planted);
      }
    }
    assertThat(next).isGreaterThan(30);
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var cases = new ArrayList<Callable<List<String>>>();
      for (Map<String, String> group : groups) {
        Path home = folder.resolve("sidecar-" + cases.size());
        cases.add(() -> show(home, group));
      }
      for (Future<List<String>> seen : threads.invokeAll(cases)) {
        assertThat(seen.get())
            .isNotEmpty()
            .allSatisfy(text -> assertThat(text).doesNotContainIgnoringCase(Planting.CANARY));
      }
    }
    assertThat(spans)
        .isNotEmpty()
        .allSatisfy(text -> assertThat(text).doesNotContainIgnoringCase(Planting.CANARY));
  }

  /** Everything that a sidecar shows of its components, line by line. */
  private List<String> show(Path home, Map<String, String> components) {
    try (Sidecar sidecar = setup(home, components).start()) {
      var seen = new ArrayList<String>();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor();
          var http = new Http(sidecar.httpPort())) {
        var calls = new ArrayList<Future<String>>();
        components.keySet().forEach(name -> calls.add(threads.submit(() -> call(http, name))));
        for (Future<String> call : calls) {
          seen.add(call.get());
        }
      }
      seen.addAll(sidecar.send("GET", "/v1.0/metadata", "").body().lines().toList());
      seen.addAll(sidecar.metrics().lines().toList());
      sidecar.stop();
      seen.addAll(sidecar.log().lines().toList());
      return seen;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private SidecarSetup setup(Path home, Map<String, String> components) throws IOException {
    SidecarSetup setup =
        Sidecar.in(Files.createDirectories(home))
            .flags("--log-level=debug", "--enable-api-logging=true")
            .configuration(
                """
                apiVersion: dapr.io/v1alpha1
                kind: Configuration
                metadata: {name: config}
                spec:
                  tracing:
                    samplingRate: "1"
                    zipkin: {endpointAddress: "http://127.0.0.1:%d/api/v2/spans"}
                """
                    .formatted(zipkin.getAddress().getPort()))
            .resource(
                "secrets.yaml",
                Resources.component(
                    "secrets",
                    "secretstores.local.file",
                    "secretsFile",
                    folder.resolve("secrets.json").toString()));
    components.forEach((name, yaml) -> setup.resource(name + ".yaml", yaml));
    return setup;
  }

  private static String call(Http http, String name) {
    String kind = name.substring(0, name.indexOf('-'));
    return switch (kind) {
      case "state" -> body(http, "POST", "/v1.0/state/" + name, "[{\"key\": \"k\", \"value\": 1}]");
      case "pubsub" -> body(http, "POST", "/v1.0/publish/" + name + "/topic", "1");
      case "bindings" ->
          body(
              http,
              "POST",
              "/v1.0/bindings/" + name,
              "{\"operation\": \"create\", \"data\": \"1\", \"metadata\": {\"key\": \"k\"}}");
      case "secretstores" -> body(http, "GET", "/v1.0/secrets/" + name + "/absent", "");
      case "configuration" -> body(http, "GET", "/v1.0/configuration/" + name + "?key=k", "");
      case "lock" ->
          body(
              http,
              "POST",
              "/v1.0-alpha1/lock/" + name,
              "{\"resourceId\": \"r\", \"lockOwner\": \"o\", \"expiryInSeconds\": 1}");
      case "crypto" -> body(http, "PUT", "/v1.0-alpha1/crypto/" + name + "/decrypt", "1");
      case "conversation" ->
          body(
              http,
              "POST",
              "/v1.0-alpha1/conversation/" + name + "/converse",
              "{\"inputs\": [{\"content\": \"hi\"}]}");
      default -> "";
    };
  }

  private static String body(Http http, String verb, String path, String body) {
    try {
      return http.send(verb, path, body).body();
    } catch (UncheckedIOException e) {
      return path + ": " + e.getMessage();
    }
  }
}
