package dev.mecha.block.crypto;

/** Is told of every call of the API that reaches a provider: {@code dapr_component_crypto_*}. */
@FunctionalInterface
public interface CryptoCallRecorder {

  /**
   * @param provider the component's name
   * @param operation {@code get} for a public key, else {@code crypto_op}
   * @param success whether the provider did it
   * @param nanos how long it took
   */
  void record(String provider, String operation, boolean success, long nanos);
}
