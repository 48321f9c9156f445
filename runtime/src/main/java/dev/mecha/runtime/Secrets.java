package dev.mecha.runtime;

import dev.mecha.block.secret.SecretBlock;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resource.configuration.ConfigurationResource;
import dev.mecha.kernel.resource.configuration.SecretScope;
import dev.mecha.spi.secret.SecretStore;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the secrets API together, as far as the Configuration's scopes open it. */
final class Secrets {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  private final Registry<SecretStore> stores;
  private final List<SecretScope> scopes;
  private final SecretBlock block;

  Secrets(ConfigurationResource configuration, Components components, Observability observability) {
    this.stores = components.secretStores();
    this.scopes = configuration.secretScopes();
    this.block = new SecretBlock(stores, scopes, observability.components().secret()::record);
  }

  SecretBlock block() {
    return block;
  }

  /** The components are loaded: names scopes that may be misspelt. */
  void announce() {
    for (SecretScope scope : scopes) {
      if (stores.find(scope.storeName()) == null) {
        LOG.warn(
            "Secrets configuration added for '{}', but no matching secret store was found",
            scope.storeName());
      }
    }
  }
}
