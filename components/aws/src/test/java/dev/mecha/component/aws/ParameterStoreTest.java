package dev.mecha.component.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.secret.SecretStore;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.SecretStoreTck;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

class ParameterStoreTest extends SecretStoreTck {

  private static final String PREFIX = "/" + UUID.randomUUID() + "/";
  private static final String TEXT = "p\"ä ss'wörd {";

  private static SsmClient client;

  @BeforeAll
  static void makeParameters() {
    client = AwsServers.cloud().connection().client(SsmClient.builder());
    put("secure", TEXT, ParameterType.SECURE_STRING);
    put("plain", "in the open", ParameterType.STRING);
    put("turned", "old", ParameterType.STRING);
    put("turned", "new", ParameterType.STRING);
    for (int i = 0; i < 15; i++) { // a page has 10
      put("many/" + i, "x", ParameterType.STRING);
    }
  }

  private static void put(String name, String value, ParameterType type) {
    client.putParameter(
        parameter -> parameter.name(PREFIX + name).value(value).type(type).overwrite(true));
  }

  @Override
  protected ComponentProvider<SecretStore> provider() {
    return new ParameterStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    var metadata = new HashMap<String, String>(AwsServers.cloud().metadata());
    metadata.put("prefix", PREFIX);
    return metadata;
  }

  @Override
  protected Map<String, Map<String, String>> secrets() {
    return Map.of(
        "secure", Map.of("secure", TEXT),
        "plain", Map.of("plain", "in the open"),
        "turned", Map.of("turned", "new"));
  }

  @Test
  void readsOtherVersions() throws Exception {
    assertThat(store().get("turned", Map.of("version_id", "1"))).isEqualTo(Map.of("turned", "old"));
    assertThat(store().get("turned", Map.of("version_id", "9"))).isNull();
  }

  @Test
  void listsWhatBeginsWithThePrefix() throws Exception {
    client.putParameter(
        parameter ->
            parameter
                .name("/other" + PREFIX + "a")
                .value("x")
                .type(ParameterType.STRING)
                .overwrite(true));
    assertThat(store().getAll(Map.of())).hasSize(18).containsKeys("many/14", "secure");
  }

  @Test
  void knowsWholeNamesWithoutAPrefix() throws Exception {
    SecretStore all =
        provider()
            .create(
                ComponentContexts.of("secretstores.aws.parameterstore", folder)
                    .metadata(AwsServers.cloud().metadata())
                    .context());
    assertThat(all.get(PREFIX + "plain", Map.of()))
        .isEqualTo(Map.of(PREFIX + "plain", "in the open"));
    assertThat(all.getAll(Map.of()).keySet()).contains(PREFIX + "plain", PREFIX + "many/3");
    all.close();
  }
}
