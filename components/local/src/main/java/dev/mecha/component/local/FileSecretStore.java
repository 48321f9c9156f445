package dev.mecha.component.local;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.secret.SecretFeature;
import dev.mecha.spi.secret.SecretStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code secretstores.local.file}: secrets from a JSON file, meant for development. The file is
 * read when the component is made and not again.
 */
public final class FileSecretStore implements SecretStore {

  private final Map<String, Map<String, String>> secrets;
  private final Set<SecretFeature> features;
  private volatile boolean closed;

  /**
   * @param settings where the file is and how it is read
   * @throws dev.mecha.spi.InvalidMetadataException if the file cannot be read or is not a JSON
   *     object
   */
  public FileSecretStore(FileSecretSettings settings) {
    this.secrets = SecretsFile.read(settings);
    this.features = settings.multiValued() ? Set.of(SecretFeature.MULTIPLE_KEY_VALUES) : Set.of();
  }

  @Override
  public Set<SecretFeature> features() {
    return features;
  }

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public @Nullable Map<String, String> get(String name, Map<String, String> metadata) {
    checkOpen();
    return secrets.get(name);
  }

  @Override
  public Map<String, Map<String, String>> getAll(Map<String, String> metadata) {
    checkOpen();
    return secrets;
  }

  private void checkOpen() {
    if (closed) {
      throw new ComponentException("the secret store is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Makes {@code secretstores.local.file}. */
  public static final class Provider implements ComponentProvider<SecretStore> {

    /** For the service loader. */
    public Provider() {}

    @Override
    public Class<SecretStore> kind() {
      return SecretStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("secretstores.local.file");
    }

    @Override
    public SecretStore create(ComponentContext context) {
      return new FileSecretStore(FileSecretSettings.of(context.metadata()));
    }
  }
}
