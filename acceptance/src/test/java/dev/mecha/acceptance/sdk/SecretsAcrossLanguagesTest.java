package dev.mecha.acceptance.sdk;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.tck.server.RealServers;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import io.dapr.exceptions.DaprException;
import java.io.IOException;
import java.nio.file.Files;
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

/** Secrets of files and of the environment, read with the official SDKs as far as scopes go. */
@TestInstance(Lifecycle.PER_CLASS)
class SecretsAcrossLanguagesTest {

  private static final Map<String, String> DATABASE =
      Map.of("user", "sa", "password", "group-password");

  private Path folder = Path.of("");
  private Sidecar sidecar;
  private DaprClient client;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    Files.writeString(
        folder.resolve("vault.json"),
        """
        {"greeting": "a \\"b\\" ü", "hidden": "vault-hidden", "db": {"password": "vault-password"}}
        """);
    Files.writeString(
        folder.resolve("groups.json"),
        """
        {"database": {"user": "sa", "password": "group-password"}, "other": "group-other"}
        """);
    sidecar =
        Sidecar.in(folder)
            .flags("--log-level=debug", "--enable-api-logging=true")
            .environment("MYAPP_KEY", "environment-key")
            .resource(file("vault", "vault.json"))
            .resource(file("groups", "groups.json", "multiValued", "true"))
            .resource(
                Resources.component("environment", "secretstores.local.env", "prefix", "MYAPP_"))
            .configuration(
                """
                apiVersion: dapr.io/v1alpha1
                kind: Configuration
                metadata:
                  name: scopes
                spec:
                  secrets:
                    scopes:
                      - storeName: vault
                        deniedSecrets: [hidden]
                      - storeName: groups
                        defaultAccess: deny
                        allowedSecrets: [database]
                      - storeName: misspelt
                """)
            .start();
    client =
        new DaprClientBuilder()
            .withPropertyOverride(Properties.HTTP_PORT, "" + sidecar.httpPort())
            .withPropertyOverride(Properties.GRPC_PORT, "" + sidecar.grpcPort())
            .build();
  }

  private String file(String name, String file, String... more) {
    var metadata = new String[more.length + 2];
    metadata[0] = "secretsFile";
    metadata[1] = folder.resolve(file).toString();
    System.arraycopy(more, 0, metadata, 2, more.length);
    return Resources.component(name, "secretstores.local.file", metadata);
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
    sidecar.close();
    assertThat(sidecar.log())
        .contains(
            "Secrets configuration added for 'misspelt', but no matching secret store was found")
        .doesNotContain("Secrets configuration added for 'vault'")
        .doesNotContain(
            "vault-password", "vault-hidden", "group-password", "group-other", "environment-key");
  }

  private Map<String, String> secret(String store, String key) {
    return requireNonNull(client.getSecret(store, key).block());
  }

  @Test
  void javaReadsThem() {
    assertThat(secret("vault", "greeting")).isEqualTo(Map.of("greeting", "a \"b\" ü"));
    assertThat(secret("groups", "database")).isEqualTo(DATABASE);
    assertThat(secret("environment", "KEY")).isEqualTo(Map.of("KEY", "environment-key"));
    assertThat(client.getBulkSecret("groups").block()).isEqualTo(Map.of("database", DATABASE));
    assertThat(client.getBulkSecret("vault").block()).containsOnlyKeys("greeting", "db:password");
    assertThatThrownBy(() -> secret("vault", "hidden"))
        .isInstanceOfSatisfying(
            DaprException.class, e -> assertThat(e.getErrorCode()).isEqualTo("PERMISSION_DENIED"));
    assertThatThrownBy(() -> secret("nostore", "key"))
        .isInstanceOf(DaprException.class)
        .hasMessageContaining("failed finding secret store with key nostore");
  }

  @Test
  @Timeout(300)
  void pythonReadsThem() {
    Path script = Path.of("src", "test", "python", "read_secrets.py").toAbsolutePath();
    Checks.run(
        6,
        folder,
        Installation.python().toString(),
        script.toString(),
        "" + sidecar.httpPort(),
        "" + sidecar.grpcPort());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "grpc"})
  @Timeout(300)
  void javaScriptReadsThem(String protocol) {
    String node = RealServers.require("node").toString();
    int port = protocol.equals("grpc") ? sidecar.grpcPort() : sidecar.httpPort();
    Checks.run(5, Installation.javascript(), node, "secrets.js", protocol, "" + port);
  }

  @Test
  void aStoreComesChangesAndGoesWithItsFile() throws IOException {
    Path resource = folder.resolve("resources/late.yaml");
    Files.writeString(folder.resolve("first.json"), "{\"late\": \"one\"}");
    Files.writeString(folder.resolve("second.json"), "{\"late\": \"two\"}");
    Files.writeString(resource, file("late", "first.json"));
    awaitLate("{\"late\":\"one\"}");
    Files.writeString(resource, file("late", "second.json"));
    awaitLate("{\"late\":\"two\"}");
    Files.delete(resource);
    awaitLate(
        "{\"errorCode\":\"ERR_SECRET_STORE_NOT_FOUND\","
            + "\"message\":\"failed finding secret store with key late\"}");
  }

  private void awaitLate(String answer) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(25))
        .untilAsserted(
            () ->
                assertThat(sidecar.send("GET", "/v1.0/secrets/late/late", "").body())
                    .isEqualTo(answer));
  }

  @Test
  void whatIsAskedIsCounted() {
    assertThat(sidecar.send("GET", "/v1.0/secrets/environment/KEY", "").statusCode())
        .isEqualTo(200);
    assertThat(sidecar.send("GET", "/v1.0/secrets/environment/bulk", "").body())
        .isEqualTo("{\"KEY\":{\"KEY\":\"environment-key\"}}");
    assertThat(sidecar.metrics())
        .containsPattern("dapr_component_secret_count\\{.*component=\"environment\".*bulk_get")
        .containsPattern("dapr_component_secret_latencies_count\\{.*component=\"environment\"");
  }
}
