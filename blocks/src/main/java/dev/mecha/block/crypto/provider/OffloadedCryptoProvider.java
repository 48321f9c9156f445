package dev.mecha.block.crypto.provider;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.spi.crypto.CryptoProvider;

/** Calls a provider that may hold its thread away from the threads that serve the network. */
final class OffloadedCryptoProvider extends SurroundedCryptoProvider {

  private final Offload offload;

  OffloadedCryptoProvider(CryptoProvider inner, Offload offload) {
    super(inner);
    this.offload = offload;
  }

  @Override
  <T> T call(Call<T> call) throws InterruptedException {
    return offload.call(call::run);
  }

  @Override
  public byte[] readKey(byte[] text) throws InterruptedException {
    return call(() -> inner.readKey(text));
  }

  @Override
  public void ping() throws InterruptedException {
    call(
        () -> {
          inner.ping();
          return true;
        });
  }

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }
}
