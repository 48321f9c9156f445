package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.secret.SecretFeature;
import dev.mecha.spi.secret.SecretStore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;

/** Secrets of AWS Secrets Manager. */
public final class SecretsManagerStore implements SecretStore {

  private final boolean multiple;
  private final AwsConnection connection;
  private final SecretsManagerClient client;

  /** Makes {@code secretstores.aws.secretmanager}. */
  public static final class Provider implements ComponentProvider<SecretStore> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<SecretStore> kind() {
      return SecretStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("secretstores.aws.secretmanager");
    }

    @Override
    public SecretStore create(ComponentContext context) {
      boolean multiple = context.metadata().property("multipleKeyValuesPerSecret").flag(false);
      return new SecretsManagerStore(
          multiple, AwsConnection.of(AwsSettings.of(context.metadata())));
    }
  }

  SecretsManagerStore(boolean multiple, AwsConnection connection) {
    this.multiple = multiple;
    this.connection = connection;
    this.client = connection.client(SecretsManagerClient.builder());
  }

  @Override
  public Set<SecretFeature> features() {
    return multiple ? Set.of(SecretFeature.MULTIPLE_KEY_VALUES) : Set.of();
  }

  @Override
  public @Nullable Map<String, String> get(String name, Map<String, String> metadata)
      throws InterruptedException {
    GetSecretValueRequest request =
        GetSecretValueRequest.builder()
            .secretId(name)
            .versionId(metadata.get("version_id"))
            .versionStage(metadata.get("version_stage"))
            .build();
    return connection.call(
        "couldn't get secret",
        () -> {
          try {
            return values(client.getSecretValue(request));
          } catch (ResourceNotFoundException e) {
            return null;
          }
        });
  }

  private Map<String, String> values(GetSecretValueResponse secret) {
    String text = secret.secretString();
    if (text == null) {
      return Map.of(); // it is binary
    }
    if (multiple) {
      try {
        if (Json.parse(text.getBytes(UTF_8)) instanceof Map<?, ?> fields) {
          return values(fields);
        }
      } catch (IOException e) {
        // It is a text, then.
      }
    }
    return Map.of(secret.name(), text);
  }

  /** Texts as they are, all else as JSON. */
  private static Map<String, String> values(Map<?, ?> fields) {
    var values = new LinkedHashMap<String, String>();
    fields.forEach(
        (key, value) ->
            values.put(
                String.valueOf(key),
                value instanceof String text ? text : new String(Json.write(value), UTF_8)));
    return values;
  }

  @Override
  public Map<String, Map<String, String>> getAll(Map<String, String> metadata)
      throws InterruptedException {
    var all = new LinkedHashMap<String, Map<String, String>>();
    String page = null;
    do {
      String from = page;
      ListSecretsResponse answer =
          connection.call(
              "couldn't list secrets", () -> client.listSecrets(list -> list.nextToken(from)));
      for (SecretListEntry entry : answer.secretList()) {
        Map<String, String> values = get(entry.name(), Map.of());
        if (values != null) {
          all.put(entry.name(), values);
        }
      }
      page = answer.nextToken();
    } while (page != null);
    return all;
  }

  @Override
  public void close() {
    if (!connection.isClosed()) {
      connection.close();
      client.close();
    }
  }
}
