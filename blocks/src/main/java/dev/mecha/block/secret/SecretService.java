package dev.mecha.block.secret;

import dev.mecha.kernel.registry.Lease;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resource.configuration.SecretScope;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.secret.SecretStore;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The secrets API without a transport: finds the store, asks the scopes before it asks the store,
 * turns failures into answers. What components read by reference does not come through here.
 */
final class SecretService {

  private final Registry<SecretStore> stores;
  private final Map<String, SecretScope> scopes;
  private final SecretCallRecorder recorder;

  SecretService(
      Registry<SecretStore> stores, List<SecretScope> scopes, SecretCallRecorder recorder) {
    this.stores = stores;
    this.scopes =
        scopes.stream().collect(Collectors.toMap(SecretScope::storeName, Function.identity()));
    this.recorder = recorder;
  }

  /**
   * @return the values of the secret by key
   */
  Map<String, String> get(String name, String secret, Map<String, String> metadata)
      throws InterruptedException {
    try (Lease<SecretStore> lease = lease(name)) {
      if (!allows(name, secret)) {
        throw SecretErrors.denied(name, secret).asException();
      }
      Map<String, String> values =
          this.<@Nullable Map<String, String>>measured(
              name, "get", () -> lease.component().get(secret, metadata));
      if (values == null) {
        String detail = "secret " + secret + " not found";
        throw SecretErrors.get(name, secret, detail).asException();
      }
      return values;
    } catch (ComponentException e) {
      throw SecretErrors.get(name, secret, String.valueOf(e.getMessage())).asException();
    }
  }

  /**
   * @return the values of every secret that the application may read
   */
  SortedMap<String, Map<String, String>> getAll(String name, Map<String, String> metadata)
      throws InterruptedException {
    try (Lease<SecretStore> lease = lease(name)) {
      var secrets =
          new TreeMap<>(measured(name, "bulk_get", () -> lease.component().getAll(metadata)));
      secrets.keySet().removeIf(secret -> !allows(name, secret));
      return secrets;
    } catch (ComponentException e) {
      throw SecretErrors.bulkGet(name, String.valueOf(e.getMessage())).asException();
    }
  }

  private Lease<SecretStore> lease(String name) {
    Lease<SecretStore> lease = stores.lease(name);
    if (lease != null) {
      return lease;
    }
    throw (stores.isEmpty() ? SecretErrors.notConfigured() : SecretErrors.notFound(name))
        .asException();
  }

  private boolean allows(String store, String secret) {
    SecretScope scope = scopes.get(store);
    return scope == null || scope.allows(secret);
  }

  /** A secret that is not there counts as a failure, as in the peer. */
  private <T extends @Nullable Object> T measured(String store, String operation, Call<T> call)
      throws InterruptedException {
    long start = System.nanoTime();
    boolean success = false;
    try {
      T result = call.run();
      success = result != null;
      return result;
    } finally {
      recorder.record(store, operation, success, System.nanoTime() - start);
    }
  }

  private interface Call<T extends @Nullable Object> {
    T run() throws InterruptedException;
  }
}
