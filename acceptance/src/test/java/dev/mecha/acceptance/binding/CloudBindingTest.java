package dev.mecha.acceptance.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cloud's objects from a sidecar: its driver is found in the plug-in's folder alone, calls are
 * signed, and nothing that signs them is seen anywhere, whatever the cloud quotes of it.
 */
class CloudBindingTest {

  private static final String CANARY = "canary";

  @TempDir Path folder;

  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final List<String> signatures = new CopyOnWriteArrayList<>();
  private HttpServer cloud;

  @BeforeEach
  void startCloud() throws IOException {
    cloud = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    cloud.createContext("/", this::answer);
    cloud.start();
  }

  @AfterEach
  void stopCloud() {
    cloud.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      signatures.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      String path = exchange.getRequestURI().getPath();
      byte[] content = exchange.getRequestBody().readAllBytes();
      if ("secretsmanager.GetSecretValue"
          .equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"))) {
        send(
            exchange,
            200,
            "{\"Name\": \"s3\", \"SecretString\": \"%s-kept\"}".formatted(CANARY).getBytes(UTF_8));
        return;
      }
      if (path.contains("refused")) {
        send(
            exchange,
            403,
            """
            <Error><Code>SignatureDoesNotMatch</Code><Message>canonical string: %s</Message></Error>
            """
                .formatted(exchange.getRequestHeaders().getFirst("x-amz-security-token"))
                .getBytes(UTF_8));
      } else if (exchange.getRequestMethod().equals("PUT")) {
        objects.put(path, content);
        send(exchange, 200, new byte[0]);
      } else {
        send(exchange, 200, objects.getOrDefault(path, new byte[0]));
      }
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static String ask(Sidecar sidecar, String operation, String key) {
    return sidecar
        .send(
            "POST",
            "/v1.0/bindings/pictures",
            """
            {"operation": "%s", "data": "aGVsbG8=", "metadata": {"key": "%s", "decodeBase64": "true"}}
            """
                .formatted(operation, key))
        .body();
  }

  @Test
  void keepsObjectsAndSecrets() {
    String endpoint = "http://127.0.0.1:" + cloud.getAddress().getPort();
    try (Sidecar sidecar =
        Sidecar.in(folder)
            .flags("--log-level=debug", "--enable-api-logging=true")
            .resource(
                Resources.component(
                    "pictures",
                    "bindings.aws.s3",
                    "bucket",
                    "pictures",
                    "endpoint",
                    endpoint,
                    "region",
                    "eu-central-1",
                    "accessKey",
                    CANARY + "-access",
                    "secretKey",
                    CANARY + "-secret",
                    "sessionToken",
                    CANARY + "-token"))
            .start()) {
      assertThat(ask(sidecar, "create", "a"))
          .isEqualTo("{\"location\":\"%s/pictures/a\",\"versionID\":null}".formatted(endpoint));
      // In chunks with a signature each: the cloud here does not unpack them.
      assertThat(ask(sidecar, "get", "a")).contains("\r\nhello\r\n");
      assertThat(signatures).hasSize(2).allMatch(text -> text.contains(CANARY + "-access/"));

      var seen = new ArrayList<String>();
      seen.add(ask(sidecar, "create", "refused"));
      assertThat(seen.getFirst()).contains("SignatureDoesNotMatch");
      seen.add(sidecar.send("GET", "/v1.0/metadata", "").body());
      seen.add(sidecar.metrics());
      assertThat(sidecar.stop()).isZero();
      seen.add(sidecar.log());
      assertThat(seen).allSatisfy(text -> assertThat(text).doesNotContain(CANARY));
    }
  }

  /** A component that gets its key from a secret store, which is in the cloud as well. */
  @Test
  void secretsOfTheCloudSignItsOtherCalls() {
    String[] where = {
      "endpoint", "http://127.0.0.1:" + cloud.getAddress().getPort(),
      "region", "eu-central-1",
      "accessKey", CANARY + "-access"
    };
    try (Sidecar sidecar =
        Sidecar.in(folder)
            .flags("--log-level=debug")
            .resource(
                Resources.component(
                    "vault",
                    "secretstores.aws.secretmanager",
                    with(where, "secretKey", CANARY + "-secret")))
            .resource(
                Resources.component(
                        "pictures", "bindings.aws.s3", with(where, "bucket", "pictures"))
                    + """
                        - name: secretKey
                          secretKeyRef: {name: s3, key: s3}
                    auth:
                      secretStore: vault
                    """)
            .start()) {
      assertThat(ask(sidecar, "create", "a")).contains("/pictures/a");
      assertThat(sidecar.send("GET", "/v1.0/secrets/vault/s3", "").body())
          .isEqualTo("{\"s3\":\"%s-kept\"}".formatted(CANARY));
      assertThat(sidecar.stop()).isZero();
      assertThat(sidecar.log()).doesNotContain(CANARY);
    }
  }

  private static String[] with(String[] fields, String name, String value) {
    String[] more = Arrays.copyOf(fields, fields.length + 2);
    more[fields.length] = name;
    more[fields.length + 1] = value;
    return more;
  }
}
