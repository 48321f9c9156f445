package dev.mecha.block.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.block.FakeHttpExchange;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resource.configuration.SecretScope;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.secret.SecretStore;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretHttpTest {

  private final FakeSecrets store = new FakeSecrets(true);
  private final Registry<SecretStore> stores = new Registry<>(Duration.ofSeconds(1));
  private final List<String> measured = new ArrayList<>();
  private List<SecretScope> scopes = List.of();

  @BeforeEach
  void fill() throws InterruptedException {
    store.values.put("one", Map.of("one", "1"));
    store.values.put("db", Map.of("user", "sa"));
    store.values.put("quoted", Map.of("quoted", "\"ü<\n"));
    stores.put("vault", store);
  }

  private FakeHttpExchange exchange(String endpoint, String storeName) {
    var block =
        new SecretBlock(
            stores, scopes, (name, what, ok, nanos) -> measured.add(name + " " + what + " " + ok));
    HttpRoute route =
        block.httpRoutes().stream()
            .filter(r -> r.endpoint().name().equals(endpoint))
            .findFirst()
            .orElseThrow();
    var exchange = new FakeHttpExchange(route);
    exchange.path.put("secretStoreName", storeName);
    return exchange;
  }

  private FakeHttpExchange get(String storeName, String key) throws InterruptedException {
    FakeHttpExchange exchange = exchange("GetSecret", storeName);
    exchange.path.put("key", key);
    return exchange.run();
  }

  private FakeHttpExchange bulkGet() throws InterruptedException {
    return exchange("GetBulkSecret", "vault").run();
  }

  private static ApiError error(int status, Code code, String name, String message) {
    return ApiError.simple(status, code, name, ErrorCategory.SECRET, message);
  }

  @Test
  void aSecretIsAnObjectOfItsValues() throws InterruptedException {
    FakeHttpExchange read = get("vault", "one");
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.text()).isEqualTo("{\"one\":\"1\"}");
    assertThat(read.answerHeaders).containsEntry("Content-Type", "application/json");
    assertThat(get("vault", "db").text()).isEqualTo("{\"user\":\"sa\"}");
    assertThat(get("vault", "quoted").text()).isEqualTo("{\"quoted\":\"\\\"ü<\\n\"}");
    assertThat(measured).hasSize(3).containsOnly("vault get true");
  }

  @Test
  void allSecretsAreAnObjectOfObjects() throws InterruptedException {
    store.values.remove("quoted");
    FakeHttpExchange read = bulkGet();
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.text()).isEqualTo("{\"db\":{\"user\":\"sa\"},\"one\":{\"one\":\"1\"}}");
    store.values.clear();
    assertThat(bulkGet().text()).isEqualTo("{}");
    assertThat(measured).hasSize(2).containsOnly("vault bulk_get true");
  }

  @Test
  void metadataReachesTheStore() throws InterruptedException {
    for (String endpoint : List.of("GetSecret", "GetBulkSecret")) {
      FakeHttpExchange exchange = exchange(endpoint, "vault");
      exchange.path.put("key", "one");
      exchange.query.put("metadata.version_id", "7");
      exchange.query.put("other", "x");
      exchange.run();
    }
    assertThat(store.calls).containsExactly("one{version_id=7}", "*{version_id=7}");
  }

  @Test
  void aSecretThatIsNotThereIsAFailureOfTheStore() throws InterruptedException {
    FakeHttpExchange read = get("vault", "key1");
    assertThat(read.error())
        .isEqualTo(
            error(
                500,
                Code.INTERNAL,
                "ERR_SECRET_GET",
                "failed getting secret with key key1 from secret store vault: secret key1 not"
                    + " found"));
    assertThat(measured).containsExactly("vault get false");
  }

  @Test
  void whatTheStoreSaysIsInTheAnswer() throws InterruptedException {
    store.failure = new ComponentException("sealed");
    assertThat(get("vault", "one").error())
        .isEqualTo(
            error(
                500,
                Code.INTERNAL,
                "ERR_SECRET_GET",
                "failed getting secret with key one from secret store vault: sealed"));
    assertThat(bulkGet().error())
        .isEqualTo(
            error(
                500,
                Code.INTERNAL,
                "ERR_SECRET_GET",
                "failed getting secrets from secret store vault: sealed"));
    assertThat(measured).containsExactly("vault get false", "vault bulk_get false");
  }

  @Test
  void aStoreThatIsNotThereIsNamedIfThereAreOthers() throws InterruptedException {
    assertThat(get("nostore", "one").error())
        .isEqualTo(
            error(
                401,
                Code.INVALID_ARGUMENT,
                "ERR_SECRET_STORE_NOT_FOUND",
                "failed finding secret store with key nostore"));
    stores.remove("vault");
    var none =
        error(
            500,
            Code.FAILED_PRECONDITION,
            "ERR_SECRET_STORES_NOT_CONFIGURED",
            "secret store is not configured");
    assertThat(get("vault", "one").error()).isEqualTo(none);
    assertThat(bulkGet().error()).isEqualTo(none);
    assertThat(measured).isEmpty();
  }

  @Test
  void aScopeDoesNotTellWhatIsThere() throws InterruptedException {
    scopes = List.of(new SecretScope("vault", true, Set.of("db"), Set.of()));
    for (String key : List.of("one", "absent", "a\"b")) {
      assertThat(get("vault", key).error())
          .isEqualTo(
              error(
                  403,
                  Code.PERMISSION_DENIED,
                  "ERR_PERMISSION_DENIED",
                  "access denied by policy to get \""
                      + key.replace("\"", "\\\"")
                      + "\" from \"vault\""));
    }
    assertThat(store.calls).isEmpty();
    assertThat(measured).isEmpty();
    assertThat(get("vault", "db").status()).isEqualTo(200);
    assertThat(bulkGet().text()).isEqualTo("{\"db\":{\"user\":\"sa\"}}");
  }

  @Test
  void aScopeIsForItsStoreOnly() throws InterruptedException {
    scopes = List.of(new SecretScope("other", false, Set.of(), Set.of()));
    assertThat(get("vault", "one").status()).isEqualTo(200);
    scopes = List.of(new SecretScope("vault", false, Set.of(), Set.of()));
    assertThat(get("vault", "one").status()).isEqualTo(403);
    assertThat(bulkGet().text()).isEqualTo("{}");
    scopes = List.of(new SecretScope("vault", true, Set.of(), Set.of("one")));
    assertThat(get("vault", "one").status()).isEqualTo(403);
    assertThat(get("vault", "db").status()).isEqualTo(200);
    assertThat(bulkGet().text()).doesNotContain("one").contains("quoted", "db");
  }
}
