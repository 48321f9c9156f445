package dev.mecha.acceptance.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Grpc;
import dev.mecha.acceptance.process.RedisServer;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.acceptance.process.SidecarSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets in every place where there may be one, errors everywhere, and nothing of it is seen. */
class SecretsStaySecretTest {

  /** Every secret of the case has this in it; the keys, which are hexadecimal, the other. */
  private static final String CANARY = "canary";

  private static final String HEX_CANARY = "c0ffee0ddba11c0ffee0ddba11c0ffee";

  private static final List<String> STORES =
      List.of("statestore", "encrypted", "badkey", "words", "url", "nonsense", "wrong", "missing");

  @TempDir Path folder;

  @Test
  void noSecretIsEverShown() throws IOException {
    try (var redis = RedisServer.in(folder.resolve("redis"));
        Sidecar sidecar = setup(redis).start();
        var grpc = new Grpc(sidecar.grpcPort())) {
      var seen = new ArrayList<String>();
      sidecar.awaitLog("wrong (state.in-memory/v1)");
      for (String store : STORES) {
        seen.add(call(sidecar, "POST", "/v1.0/state/" + store, "[{\"key\":\"k\",\"value\":1}]"));
        seen.add(call(sidecar, "GET", "/v1.0/state/" + store + "/k", ""));
      }
      for (String store : List.of("secrets", "environment", "broken", "vault", "nostore")) {
        seen.add(call(sidecar, "GET", "/v1.0/secrets/" + store + "/absent", ""));
      }
      // Whoever may see them, sees them: what is left of it elsewhere is looked at below.
      for (String secret : List.of("secrets/redis", "secrets/bulk", "environment/PASSWORD")) {
        assertThat(call(sidecar, "GET", "/v1.0/secrets/" + secret, "")).contains(CANARY);
      }
      for (String model : List.of("model", "gone")) {
        String path = "/v1.0-alpha1/conversation/" + model + "/converse";
        seen.add(call(sidecar, "POST", path, "{\"inputs\":[{\"content\":\"hi\"}]}"));
      }
      seen.add(call(sidecar, "PUT", "/v1.0-alpha1/crypto/keys/decrypt", "x"));
      seen.add(call(sidecar, "GET", "/v1.0/metadata", ""));
      seen.add(sidecar.send("GET", "/v1.0/metadata", "").body());
      seen.add(grpc.call("GetMetadata", new byte[0]).toString());
      seen.add(sidecar.metrics());

      changeASecret(sidecar);
      assertThat(sidecar.stop()).isZero();
      seen.add(sidecar.log());

      assertThat(seen).anyMatch(text -> text.contains("[INIT_COMPONENT_FAILURE]"));
      assertThat(seen)
          .allSatisfy(text -> assertThat(text).doesNotContainIgnoringCase(CANARY, HEX_CANARY));
    }
  }

  private static String call(Sidecar sidecar, String verb, String path, String body) {
    return sidecar.send(verb, path, body, "dapr-api-token", CANARY + "-token").body();
  }

  private void changeASecret(Sidecar sidecar) throws IOException {
    Path file = folder.resolve("resources/pg-words.yaml");
    Files.writeString(
        file, Files.readString(file).replace("password=", "sslmode=nowhere password="));
    sidecar.awaitLog("nowhere");
  }

  private SidecarSetup setup(RedisServer redis) throws IOException {
    Files.writeString(
        folder.resolve("secrets.json"),
        """
        {"redis": "canary-redis", "key": "%s", "badkey": "canary-key", "number": "canary-number"}
        """
            .formatted(HEX_CANARY));
    Files.writeString(folder.resolve("broken.json"), "{\"a\": \"canary-a\", \"b\": canary-b");
    return Sidecar.in(folder)
        .flags("--log-level=debug", "--enable-api-logging=true")
        .environment("DAPR_API_TOKEN", CANARY + "-token")
        .environment("APP_API_TOKEN", CANARY + "-app-token")
        .environment("PASSWORD", CANARY + "-environment")
        .resource(
            Resources.component(
                "secrets",
                "secretstores.local.file",
                "secretsFile",
                folder.resolve("secrets.json").toString()))
        .resource(Resources.component("environment", "secretstores.local.env"))
        .resource(
            lenient(
                Resources.component(
                    "broken",
                    "secretstores.local.file",
                    "secretsFile",
                    folder.resolve("broken.json").toString())))
        .resource(secret(redis.component(), "redisPassword", "secrets", "redis"))
        .resource(secret(memory("encrypted"), "primaryEncryptionKey", "secrets", "key"))
        .resource(secret(memory("badkey"), "primaryEncryptionKey", "secrets", "badkey"))
        .resource(secret(memory("missing"), "primaryEncryptionKey", "secrets", "nothing"))
        .resource(secret(memory("wrong"), "cleanupInterval", "secrets", "number"))
        .resource(
            secret(
                Resources.component("number", "state.sqlite", "x", "y"),
                "timeout",
                "secrets",
                "number"))
        .resource(
            secret(
                Resources.component("host", "state.redis", "redisHost", "127.0.0.1:1"),
                "redisPassword",
                "environment",
                "PASSWORD"))
        .resource(keyed("vault", "secretstores.hashicorp.vault", "vaultToken", "vaultAddr"))
        .resource(keyed("gone", "conversation.anthropic", "key", "endpoint"))
        .resource(keyed("model", "conversation.openai", "key", "apiType"))
        .resource(keyed("keys", "crypto.dapr.jwks", "jwks", "requestTimeout"))
        .resource(
            secret(
                Resources.component("locks", "lock.redis", "redisHost", "127.0.0.1:1"),
                "redisPassword",
                "environment",
                "PASSWORD"))
        .resource(
            secret(
                Resources.component("items", "configuration.redis", "redisHost", "127.0.0.1:1"),
                "redisPassword",
                "environment",
                "PASSWORD"))
        .resource(
            lenient(
                Resources.component(
                    "pg-locks",
                    "lock.postgresql",
                    "connectionString",
                    "postgres://u:canary-locks@127.0.0.1:1/d?connect_timeout=1")))
        .resource(
            lenient(
                Resources.component(
                    "pg-items",
                    "configuration.postgresql",
                    "table",
                    "items",
                    "connectionString",
                    "host=127.0.0.1 port=1 user=u password=canary-items connect_timeout=1")))
        .resource(
            "pg-words.yaml",
            postgres(
                "words", "host=127.0.0.1 port=1 user=u password=canary-words connect_timeout=1"))
        .resource(postgres("url", "postgres://u:canary-url@127.0.0.1:1/d?connect_timeout=1"))
        .resource(postgres("nonsense", "postgres://u:canary-nonsense@[:x:1/%zz"));
  }

  /** A component with a key, whose other field is an address where nobody is, or a mistake. */
  private static String keyed(String name, String type, String key, String other) {
    return lenient(
        Resources.component(name, type, key, CANARY + "-" + name, other, "http://127.0.0.1:1"));
  }

  private static String memory(String name) {
    return Resources.component(name, "state.in-memory", "x", "y");
  }

  private static String postgres(String name, String connection) {
    return lenient(Resources.component(name, "state.postgresql", "connectionString", connection));
  }

  private static String lenient(String component) {
    return component.replace("spec:\n", "spec:\n  ignoreErrors: true\n");
  }

  private static String secret(String component, String field, String store, String name) {
    return lenient(component)
        + "    - name: %s\n      secretKeyRef: {name: %s, key: %s}\nauth:\n  secretStore: %s\n"
            .formatted(field, name, name, store);
  }
}
