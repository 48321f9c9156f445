package dev.mecha.kernel.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.testing.LogCapture;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.secret.SecretStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataResolverTest {

  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, SecretStore> stores = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private String podName = "";
  private String defaultStore = "";

  private ResolvedMetadata resolve(String secretStore, MetadataItem... items)
      throws InterruptedException {
    return resolver().resolve(component(secretStore, items), stores::get);
  }

  private MetadataResolver resolver() {
    return new MetadataResolver(
        new AppIdentity("app", "space"), podName, defaultStore, environment::get, UUID::randomUUID);
  }

  private static ComponentResource component(String secretStore, MetadataItem... items) {
    return new ComponentResource(
        "statestore",
        "prod",
        "state.x",
        "v1",
        Duration.ofSeconds(5),
        false,
        List.of(items),
        secretStore,
        List.of(),
        Origin.NONE);
  }

  private static MetadataItem secret(String name, String secret, String key) {
    return new MetadataItem(name, null, new SecretKeyRef(secret, key), "");
  }

  private static MetadataItem variable(String name, String variable) {
    return new MetadataItem(name, null, null, variable);
  }

  private static @Nullable String text(ResolvedMetadata metadata, String name) {
    return metadata.fields().property(name).text();
  }

  @Test
  void plainValuesStayAsTheyAre() throws Exception {
    ResolvedMetadata metadata =
        resolve("", MetadataItem.of("a", "1"), new MetadataItem("b", null, null, ""));
    assertThat(metadata.fields().asMap()).containsEntry("a", "1").containsEntry("b", "");
  }

  @Test
  void secretsComeFromTheStoreThatTheComponentNames() throws Exception {
    stores.put("vault", store(Map.of("redis", Map.of("password", "s3cret", "redis", "other"))));
    ResolvedMetadata metadata =
        resolve(
            "vault", secret("password", "redis", "password"), secret("plain", "redis", "redis"));
    assertThat(text(metadata, "password")).isEqualTo("s3cret");
    assertThat(text(metadata, "plain")).isEqualTo("other");
    assertThat(asked).as("one question per secret").containsExactly("redis {namespace=prod}");
  }

  @Test
  void theModeMayHaveADefaultStore() throws Exception {
    defaultStore = "kubernetes";
    stores.put("kubernetes", store(Map.of("s", Map.of("k", "v"))));
    assertThat(text(resolve("", secret("a", "s", "k")), "a")).isEqualTo("v");
    assertThat(resolver().neededSecretStore(component("", secret("a", "s", "k"))))
        .isEqualTo("kubernetes");
  }

  @Test
  void aComponentNeedsAStoreOnlyIfItRefersToASecret() {
    assertThat(resolver().neededSecretStore(component("vault", secret("a", "s", "k"))))
        .isEqualTo("vault");
    assertThat(resolver().neededSecretStore(component("vault", MetadataItem.of("a", "b"))))
        .isNull();
    assertThat(resolver().neededSecretStore(component("", secret("a", "s", "k")))).isNull();
    var both = new MetadataItem("a", null, new SecretKeyRef("s", "k"), "REGION");
    assertThat(resolver().neededSecretStore(component("vault", both))).isNull();
  }

  @Test
  void whatIsMissingIsNamed() {
    stores.put("vault", store(Map.of("redis", Map.of("password", "s3cret"))));
    assertUnresolved(
        "",
        secret("p", "redis", "password"),
        "p: secret \"redis\": auth.secretStore: missing (expected: a secret store that is loaded)");
    assertUnresolved(
        "other",
        secret("p", "redis", "password"),
        "p: secret \"redis\": auth.secretStore: \"other\" (expected: a secret store that is"
            + " loaded)");
    assertUnresolved(
        "vault",
        secret("p", "mysql", "password"),
        "p: secret store \"vault\" has no secret \"mysql\"");
    assertUnresolved(
        "vault",
        secret("p", "redis", "passwort"),
        "p: secret \"redis\" of secret store \"vault\" has no key \"passwort\"");
  }

  @Test
  void aStoreThatFailsIsNamed() {
    stores.put("vault", store(null));
    assertUnresolved(
        "vault",
        secret("p", "redis", "x"),
        "p: secret \"redis\" of secret store \"vault\": sealed");
  }

  private void assertUnresolved(String store, MetadataItem item, String message) {
    assertThatThrownBy(() -> resolve(store, item))
        .isInstanceOf(UnresolvedMetadataException.class)
        .hasMessage(message)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aPlainValueStandsInForAMissingSecret() throws Exception {
    stores.put("vault", store(Map.of()));
    var item = new MetadataItem("p", "fallback", new SecretKeyRef("redis", "x"), "");
    try (var log = LogCapture.of("dapr.runtime.processor.secret")) {
      assertThat(text(resolve("vault", item), "p")).isEqualTo("fallback");
      assertThat(log.lines())
          .containsExactly(
              "WARNING Component statestore: p: secret store \"vault\" has no secret \"redis\"; its"
                  + " plain value is used");
    }
  }

  @Test
  void aSecretComesBeforeAPlainValue() throws Exception {
    stores.put("vault", store(Map.of("redis", Map.of("x", "secret"))));
    var item = new MetadataItem("p", "plain", new SecretKeyRef("redis", "x"), "");
    assertThat(text(resolve("vault", item), "p")).isEqualTo("secret");
  }

  @Test
  void variablesAreUsedOnlyIfThereIsNoValue() throws Exception {
    environment.put("REGION", "eu");
    ResolvedMetadata metadata =
        resolve(
            "",
            variable("a", "REGION"),
            new MetadataItem("b", "given", null, "REGION"),
            new MetadataItem("c", "", null, "REGION"),
            variable("d", "UNSET"));
    assertThat(metadata.fields().asMap())
        .containsEntry("a", "eu")
        .containsEntry("b", "given")
        .containsEntry("c", "")
        .containsEntry("d", "");
  }

  @ParameterizedTest
  @CsvSource({
    "FOO,,true",
    "foo,,true",
    "DAPR_X,,false",
    "dapr_x,,false",
    "APP_API_TOKEN,,false",
    "app_api_token,,false",
    "FOO BAR,,false",
    "FOO,FOO BAR,true",
    "foo,FOO BAR,true",
    "BAR,FOO BAR,true",
    "BA,FOO BAR,false",
    "AR,FOO BAR,false",
    "FOO,FOOBAR FOO,true",
    "BAZ,FOO BAR,false",
    "DAPR_X,DAPR_X,false",
  })
  void onlySomeVariablesAreOpen(String name, @Nullable String open, boolean allowed)
      throws Exception {
    environment.put(name, "value");
    if (open != null) {
      environment.put("DAPR_ENV_KEYS", open);
    }
    try (var log = LogCapture.of("dapr.runtime.processor.secret")) {
      ResolvedMetadata metadata = resolve("", variable("a", name));
      assertThat(metadata.fields().asMap()).containsEntry("a", allowed ? "value" : "");
      if (allowed) {
        assertThat(log.lines()).isEmpty();
      } else {
        assertThat(log.lines())
            .containsExactly(
                "WARNING Component statestore references an env variable that isn't allowed: "
                    + name);
      }
    }
  }

  @Test
  void aMessageAboutAFieldDoesNotShowASecret() throws Exception {
    stores.put("vault", store(Map.of("s", Map.of("k", "hunter2"))));
    var fields = resolve("vault", secret("a", "s", "k"), MetadataItem.of("b", "2x")).fields();
    assertThatThrownBy(() -> fields.property("A").duration(Duration.ZERO))
        .isInstanceOf(InvalidMetadataException.class)
        .message()
        .contains("(hidden)")
        .doesNotContain("hunter2");
    assertThatThrownBy(() -> fields.property("c", "b").duration(Duration.ZERO))
        .hasMessageContaining("\"2x\"");
  }

  @Test
  void templatesAreFilledIn() throws Exception {
    podName = "pod-1";
    ResolvedMetadata metadata =
        resolve(
            "",
            MetadataItem.of("a", "{podName}/{namespace}/{appID}/{unknown}"),
            MetadataItem.of("b", "{uuid}{uuid}"));
    assertThat(text(metadata, "a")).isEqualTo("pod-1/space.app/app/{unknown}");
    String uuids = metadata.fields().property("b").required();
    assertThat(UUID.fromString(uuids.substring(0, 36)))
        .isNotEqualTo(UUID.fromString(uuids.substring(36)));
    assertThat(metadata.namespaced()).isTrue();
    assertThat(metadata.references()).containsEntry("b", "{uuid}{uuid}");
    assertThat(resolve("", MetadataItem.of("a", "{appID}")).namespaced()).isFalse();
  }

  @Test
  void aPodNameThatIsNotSetIsAnError() {
    assertUnresolved(
        "",
        MetadataItem.of("consumer", "{podName}"),
        "failed to parse metadata: property consumer refers to {podName} but podName is not set");
  }

  @Test
  void nothingPrintsAValue() throws Exception {
    MetadataItem item = MetadataItem.of("password", "s3cret");
    assertThat(item + " " + component("", item) + " " + resolve("", item))
        .contains("password")
        .doesNotContain("s3cret");
  }

  /** A store that holds these secrets, or none and is sealed. */
  private SecretStore store(@Nullable Map<String, Map<String, String>> secrets) {
    return new SecretStore() {
      @Override
      public @Nullable Map<String, String> get(String name, Map<String, String> metadata) {
        asked.add(name + " " + metadata);
        if (secrets == null) {
          throw new ComponentException("sealed");
        }
        return secrets.get(name);
      }

      @Override
      public Map<String, Map<String, String>> getAll(Map<String, String> metadata) {
        throw new AssertionError("nobody asks for all secrets");
      }

      @Override
      public void close() {}
    };
  }
}
