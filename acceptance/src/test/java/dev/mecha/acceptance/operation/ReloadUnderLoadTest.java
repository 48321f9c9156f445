package dev.mecha.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.EchoApp;
import dev.mecha.acceptance.process.Grpc;
import dev.mecha.acceptance.process.Load;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of resource changes while applications call, and no call fails. */
@TestInstance(Lifecycle.PER_CLASS)
class ReloadUnderLoadTest {

  private static final byte[] GET_STATE =
      GetStateRequest.newBuilder().setStoreName("statestore").setKey("k").build().toByteArray();

  private final List<Load> loads = new ArrayList<>();
  private Path folder;
  private EchoApp app;
  private EchoApp other;
  private Sidecar sidecar;
  private Grpc grpc;

  @BeforeAll
  void start(@TempDir Path folder) {
    this.folder = folder;
    app = EchoApp.start("app");
    other = EchoApp.start("other");
    sidecar =
        Sidecar.in(folder)
            .flags("--app-port=" + app.port())
            .configuration(configuration("Before"))
            .resource("store.yaml", store("1h"))
            .resource("outside.yaml", outside(app))
            .resource("policies.yaml", policies("first"))
            .start();
    grpc = new Grpc(sidecar.grpcPort());
  }

  @AfterAll
  void stop() {
    grpc.close();
    sidecar.close();
    other.close();
    app.close();
  }

  @BeforeEach
  void startLoad() {
    String write = "[{\"key\":\"k\",\"value\":1}]";
    loads.clear();
    loads.add(Load.http(2, sidecar, "POST", "/v1.0/state/statestore", write));
    loads.add(Load.http(2, sidecar, "POST", "/v1.0/invoke/myapp/method/x", "{}"));
    loads.add(Load.http(2, sidecar, "POST", "/v1.0/invoke/outside/method/x", "{}"));
    loads.add(
        Load.of(
            2,
            () -> {
              Status status = grpc.call("GetState", GET_STATE);
              return status.isOk() ? "" : status.toString();
            }));
    loads.forEach(load -> load.awaitMore(20));
  }

  @AfterEach
  void stopLoad() {
    loads.forEach(Load::close);
  }

  private void assertNoneFailed() {
    loads.forEach(load -> load.awaitMore(20));
    loads.forEach(load -> load.assertNoneFailed(sidecar.log()));
  }

  @Test
  void resiliency() {
    write("resources/policies.yaml", policies("second"));
    await("\"resiliencies\":[{\"name\":\"second\"}]");
    delete("resources/policies.yaml");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(metadata()).doesNotContain("resiliencies"));
    assertNoneFailed();
  }

  @Test
  void httpEndpoints() {
    write("resources/another.yaml", Resources.httpEndpoint("another", "http://127.0.0.1:1"));
    await("{\"name\":\"another\"},{\"name\":\"outside\"}");
    write("resources/outside.yaml", outside(other));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(sidecar.send("GET", "/v1.0/invoke/outside/method/x", "").body())
                    .contains("\"app\":\"other\""));
    assertNoneFailed();
  }

  @Test
  void components() {
    write("resources/second.yaml", Resources.component("second", "state.in-memory"));
    await("\"name\":\"second\"");
    write("resources/store.yaml", store("2h"));
    sidecar.awaitLog("Component updated: statestore");
    assertNoneFailed();
  }

  @Test
  void configuration() {
    write("config.yaml", configuration("AfterChange"));
    write("resources/config.yaml", configuration("Whatever"));
    await("AfterChange");
    assertNoneFailed();
  }

  @Test
  void theHangUpSignal() {
    write("config.yaml", configuration("AfterSignal"));
    sidecar.signal("HUP");
    await("AfterSignal");
    assertNoneFailed();
  }

  @Test
  void aConfigurationThatIsWrongLeavesTheOldOneInForce() {
    write("config.yaml", configuration("Right"));
    sidecar.signal("HUP");
    await("Right");
    write("config.yaml", "kind: Configuration\nspec: {tracing: {samplingRate: [\n");
    sidecar.signal("HUP");
    sidecar.awaitLog("goes on as it was");
    assertThat(metadata()).contains("Right");
    assertNoneFailed();
  }

  private void await(String part) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(metadata()).contains(part));
  }

  private String metadata() {
    return sidecar.send("GET", "/v1.0/metadata", "").body();
  }

  private String store(String cleanupInterval) {
    return Resources.sqlite(folder.resolve("state.db"), "cleanupInterval", cleanupInterval);
  }

  private static String outside(EchoApp app) {
    return Resources.httpEndpoint("outside", "http://127.0.0.1:" + app.port());
  }

  private static String policies(String name) {
    return Resources.resiliency(name, "  policies: {timeouts: {long: 50s}}\n");
  }

  private static String configuration(String feature) {
    return """
    apiVersion: dapr.io/v1alpha1
    kind: Configuration
    metadata:
      name: config
    spec:
      features:
        - {name: %s, enabled: true}
    """
        .formatted(feature);
  }

  /** As editors do: the new content gets its name when it is complete. */
  private void write(String file, String text) {
    try {
      Path written = Files.writeString(folder.resolve("written"), text);
      Files.move(written, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete(String file) {
    try {
      Files.delete(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
