package dev.mecha.block.configuration;

import dev.mecha.kernel.pipeline.GrpcStream;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.protocol.runtime.v1.SubscribeConfigurationRequest;
import dev.mecha.protocol.runtime.v1.SubscribeConfigurationResponse;
import dev.mecha.spi.configuration.ConfigurationStore;
import java.util.List;

/** Subscriptions that applications hold open as streams: each is run by the thread of its call. */
final class StreamSubscriptions {

  private final ConfigurationService service;
  private final Subscriptions subscriptions;

  StreamSubscriptions(ConfigurationService service, Registry<ConfigurationStore> stores) {
    this.service = service;
    this.subscriptions = new Subscriptions(stores);
  }

  /** Carries a stream: its first message is the subscription's name, and no more than that. */
  void carry(GrpcStream<SubscribeConfigurationRequest, SubscribeConfigurationResponse> stream)
      throws InterruptedException {
    SubscribeConfigurationRequest received = stream.receive();
    SubscribeConfigurationRequest request =
        received == null ? SubscribeConfigurationRequest.getDefaultInstance() : received;
    List<String> keys = request.getKeysList().stream().sorted().toList();
    LiveSubscription subscription =
        service.subscribe(request.getStoreName(), keys, request.getMetadataMap(), subscriptions);
    String id = subscription.wish().id();
    try {
      stream.send(SubscribeConfigurationResponse.newBuilder().setId(id).build());
      subscription.run(
          items ->
              stream.send(
                  SubscribeConfigurationResponse.newBuilder()
                      .setId(id)
                      .putAllItems(ConfigurationProto.of(items))
                      .build()));
    } finally {
      subscription.detach();
      subscriptions.forget(subscription);
    }
  }

  /**
   * @return whether there was such a stream of that store
   */
  boolean end(String id, String store) {
    LiveSubscription found = subscriptions.find(id);
    if (found == null || !found.wish().store().equals(store)) {
      return false;
    }
    found.end();
    return true;
  }

  /**
   * @return whether there was such a stream
   */
  boolean end(String id) {
    LiveSubscription found = subscriptions.find(id);
    if (found == null) {
      return false;
    }
    found.end();
    service.ended(found.wish().store(), true);
    return true;
  }

  /** Ends all of them, well. */
  void close() {
    subscriptions.endAll();
  }
}
