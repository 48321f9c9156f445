package dev.mecha.component.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.secret.SecretFeature;
import dev.mecha.spi.secret.SecretStore;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.SecretStoreTck;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

class SecretsManagerStoreTest extends SecretStoreTck {

  private static final String FOLDER = UUID.randomUUID() + "/";
  private static final String TEXT = "p\"ä ss'wörd {";
  private static final String JSON =
      "{\"user\": \"me\", \"port\": 5432, \"nested\": {\"b\": [1.50, null]}, \"on\": true}";

  private static SecretsManagerClient client;
  private static String oldVersion;

  @BeforeAll
  static void makeSecrets() {
    client = AwsServers.cloud().connection().client(SecretsManagerClient.builder());
    client.createSecret(secret -> secret.name(FOLDER + "text").secretString(TEXT));
    client.createSecret(secret -> secret.name(FOLDER + "json").secretString(JSON));
    client.createSecret(
        secret ->
            secret.name(FOLDER + "bytes").secretBinary(SdkBytes.fromByteArray(new byte[] {0})));
    oldVersion =
        client
            .createSecret(secret -> secret.name(FOLDER + "turned").secretString("old"))
            .versionId();
    client.putSecretValue(secret -> secret.secretId(FOLDER + "turned").secretString("new"));
    for (int i = 0; i < 120; i++) { // a page has 100
      String name = FOLDER + "many/" + i;
      client.createSecret(secret -> secret.name(name).secretString("x"));
    }
  }

  @Override
  protected ComponentProvider<SecretStore> provider() {
    return new SecretsManagerStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return AwsServers.cloud().metadata();
  }

  @Override
  protected Map<String, Map<String, String>> secrets() {
    return Map.of(
        FOLDER + "text", Map.of(FOLDER + "text", TEXT),
        FOLDER + "json", Map.of(FOLDER + "json", JSON),
        FOLDER + "turned", Map.of(FOLDER + "turned", "new"));
  }

  private SecretStore open(Map<String, String> more) throws InterruptedException {
    var metadata = new HashMap<String, String>(metadata());
    metadata.putAll(more);
    return provider()
        .create(
            ComponentContexts.of("secretstores.aws.secretmanager", folder)
                .metadata(metadata)
                .context());
  }

  @Test
  void breaksAnObjectUpWhenToldTo() throws Exception {
    try (SecretStore multiple = open(Map.of("multipleKeyValuesPerSecret", "true"))) {
      assertThat(multiple.features()).containsExactly(SecretFeature.MULTIPLE_KEY_VALUES);
      assertThat(multiple.get(FOLDER + "json", Map.of()))
          .isEqualTo(
              Map.of("user", "me", "port", "5432", "nested", "{\"b\":[1.50,null]}", "on", "true"));
      assertThat(multiple.get(FOLDER + "text", Map.of())).isEqualTo(Map.of(FOLDER + "text", TEXT));
    }
  }

  @Test
  void readsOtherVersions() throws Exception {
    Map<String, String> old = Map.of(FOLDER + "turned", "old");
    String name = FOLDER + "turned";
    assertThat(store().get(name, Map.of("version_id", oldVersion))).isEqualTo(old);
    assertThat(store().get(name, Map.of("version_stage", "AWSPREVIOUS"))).isEqualTo(old);
    assertThat(store().get(name, Map.of("version_id", UUID.randomUUID().toString()))).isNull();
  }

  @Test
  void knowsNoBytes() throws Exception {
    assertThat(store().get(FOLDER + "bytes", Map.of())).isEqualTo(Map.of());
  }

  @Test
  void listsMoreThanAPage() throws Exception {
    assertThat(store().getAll(Map.of()).keySet())
        .filteredOn(name -> name.startsWith(FOLDER + "many/"))
        .hasSize(120);
  }

  @Test
  void saysThatItIsNotAllowed() throws Exception {
    try (FakeService service = new FakeService()) {
      service.answering(400, "{\"__type\": \"AccessDeniedException\", \"message\": \"not you\"}");
      try (SecretStore refused = open(Map.of("endpoint", service.endpoint()))) {
        assertThatThrownBy(() -> refused.get("a", Map.of()))
            .isInstanceOf(ComponentException.class)
            .hasMessage("couldn't get secret: AccessDeniedException: not you (status 400)");
        assertThatThrownBy(() -> refused.getAll(Map.of()))
            .isInstanceOf(ComponentException.class)
            .hasMessage("couldn't list secrets: AccessDeniedException: not you (status 400)");
      }
    }
  }
}
