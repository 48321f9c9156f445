package dev.mecha.pluggable;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.ConsumerGroup;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.PubSubTck;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

class PluggablePubSubTest extends PubSubTck {

  /** The durable embedded broker, by way of a socket. */
  public static final class Provider extends Looped<PubSub> {
    /** For the service loader. */
    public Provider() {
      super(PubSub.class, "pubsub", "sqlite");
    }
  }

  @Override
  public ComponentProvider<PubSub> provider() {
    return new Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of(
        "connectionString", folder.resolve("events.db").toString(),
        "concurrency", "1",
        "redeliverInterval", "100ms",
        "processingTimeout", "1s");
  }

  /** Each has a name of its own, as in the files of a user. */
  @Override
  protected ComponentContext context(String group) {
    var all = new HashMap<>(metadata());
    all.put(ConsumerGroup.FIELD, group);
    return ComponentContexts.of("pubsub.looped", folder.resolve("home"))
        .name("pubsub-" + UUID.randomUUID())
        .metadata(all)
        .context();
  }
}
