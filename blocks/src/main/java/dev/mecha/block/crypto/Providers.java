package dev.mecha.block.crypto;

import dev.mecha.kernel.registry.Lease;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.spi.crypto.CryptoProvider;

/** The registered keepers of keys, and how their calls are counted. */
final class Providers {

  private final Registry<CryptoProvider> registry;
  private final CryptoCallRecorder recorder;

  Providers(Registry<CryptoProvider> registry, CryptoCallRecorder recorder) {
    this.registry = registry;
    this.recorder = recorder;
  }

  /**
   * @throws dev.mecha.kernel.error.ApiException if there is no such provider
   */
  void require(String name) {
    lease(name).close();
  }

  /**
   * Makes one call of a provider.
   *
   * @throws dev.mecha.kernel.error.ApiException if there is no such provider
   */
  <T> T call(String name, String operation, Call<T> call) throws InterruptedException {
    try (Lease<CryptoProvider> lease = lease(name)) {
      long start = System.nanoTime();
      boolean success = false;
      try {
        T result = call.on(lease.component());
        success = true;
        return result;
      } finally {
        recorder.record(name, operation, success, System.nanoTime() - start);
      }
    }
  }

  private Lease<CryptoProvider> lease(String name) {
    Lease<CryptoProvider> lease = registry.lease(name);
    if (lease != null) {
      return lease;
    }
    if (registry.isEmpty()) {
      throw CryptoErrors.notConfigured().asException();
    }
    throw (name.isEmpty()
            ? CryptoErrors.badRequest("missing component name")
            : CryptoErrors.notFound(name))
        .asException();
  }

  /**
   * What is asked of a provider.
   *
   * @param <T> what it answers
   */
  @FunctionalInterface
  interface Call<T> {
    T on(CryptoProvider provider) throws InterruptedException;
  }
}
