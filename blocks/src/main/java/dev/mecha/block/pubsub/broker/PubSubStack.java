package dev.mecha.block.pubsub.broker;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.spi.pubsub.PubSub;

/** What surrounds a broker, in order, built once when the component is registered. */
public final class PubSubStack {

  private PubSubStack() {}

  /**
   * Surrounds a broker.
   *
   * @param pubSub the component
   * @param namespace what is put in front of topics; empty for nothing
   * @param scopes which topics the application may use
   * @param appId the application
   * @param offload calls a broker that may hold its thread
   * @param guard the policies of publishing; {@link Guard#NONE} costs nothing
   * @return the broker as the pub/sub API sees it
   */
  public static PubSub build(
      PubSub pubSub,
      String namespace,
      TopicScopes scopes,
      String appId,
      Offload offload,
      Guard guard) {
    // From the broker outwards. First of all it must not hold up the network.
    PubSub stack = new OffloadedPubSub(pubSub, offload);
    if (!guard.equals(Guard.NONE)) {
      stack = new GuardedPubSub(stack, guard);
    }
    if (!namespace.isEmpty()) {
      stack = new NamespacedPubSub(stack, namespace);
    }
    // Outermost: scopes speak of topics as the application does.
    return new ScopedPubSub(stack, scopes, appId);
  }
}
