package dev.mecha.block.crypto.provider;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.spi.crypto.CryptoProvider;

/** What surrounds a keeper of keys, in order, built once when the component is registered. */
public final class CryptoProviderStack {

  private CryptoProviderStack() {}

  /**
   * Surrounds a provider.
   *
   * @param provider the component
   * @param offload calls a provider that may hold its thread
   * @param guard the policies of calls to it; {@link Guard#NONE} costs nothing
   * @return the provider as the runtime sees it
   */
  public static CryptoProvider build(CryptoProvider provider, Offload offload, Guard guard) {
    // From the engine outwards. First of all it must not hold up the network.
    CryptoProvider stack =
        provider.neverHoldsCarrier() ? provider : new OffloadedCryptoProvider(provider, offload);
    return guard.equals(Guard.NONE) ? stack : new GuardedCryptoProvider(stack, guard);
  }
}
