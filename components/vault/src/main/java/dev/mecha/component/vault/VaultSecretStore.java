package dev.mecha.component.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.secret.SecretFeature;
import dev.mecha.spi.secret.SecretStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code secretstores.hashicorp.vault}: the secrets of an engine of keys and values. Request
 * metadata {@code version_id} names a version of the secret.
 */
public final class VaultSecretStore implements SecretStore {

  private final VaultClient client;
  private final KeyValueEngine engine;
  private final boolean multiValued;
  private volatile boolean closed;

  /** Makes {@code secretstores.hashicorp.vault}. */
  public static final class Provider implements ComponentProvider<SecretStore> {

    /** For the service loader. */
    public Provider() {}

    @Override
    public Class<SecretStore> kind() {
      return SecretStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("secretstores.hashicorp.vault");
    }

    @Override
    public SecretStore create(ComponentContext context) {
      return new VaultSecretStore(context.metadata());
    }
  }

  VaultSecretStore(ComponentMetadata metadata) {
    this.multiValued =
        metadata.property("vaultValueType").choice("map", "map", "text").equals("map");
    boolean prefixed = metadata.property("vaultKVUsePrefix").flag(true);
    this.client = new VaultClient(metadata);
    this.engine =
        new KeyValueEngine(
            client,
            metadata.property("enginePath").text("secret"),
            prefixed ? metadata.property("vaultKVPrefix").text("dapr") : "");
  }

  @Override
  public Set<SecretFeature> features() {
    return multiValued ? Set.of(SecretFeature.MULTIPLE_KEY_VALUES) : Set.of();
  }

  @Override
  public @Nullable Map<String, String> get(String name, Map<String, String> metadata)
      throws InterruptedException {
    if (closed) {
      throw new ComponentException("the secret store is closed");
    }
    JsonNode fields = engine.read(name, metadata.getOrDefault("version_id", KeyValueEngine.NEWEST));
    return fields == null ? null : values(name, fields);
  }

  private Map<String, String> values(String name, JsonNode fields) {
    if (!multiValued) {
      return Map.of(name, fields.toString());
    }
    var values = new TreeMap<String, String>();
    fields
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              values.put(field.getKey(), value.isTextual() ? value.asText() : value.toString());
            });
    return values;
  }

  @Override
  public Map<String, Map<String, String>> getAll(Map<String, String> metadata)
      throws InterruptedException {
    if (closed) {
      throw new ComponentException("the secret store is closed");
    }
    var all = new TreeMap<String, Map<String, String>>();
    for (String name : engine.names()) {
      Map<String, String> values = get(name, metadata);
      if (values != null) {
        all.put(name, values);
      }
    }
    return all;
  }

  @Override
  public void close() {
    closed = true;
    client.close();
  }
}
