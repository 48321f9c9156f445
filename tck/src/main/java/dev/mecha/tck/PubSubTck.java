package dev.mecha.tck;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.ConsumerGroup;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.time.Time;
import dev.mecha.tck.pubsub.BrokerChecks;
import dev.mecha.tck.pubsub.BulkPubSubChecks;
import dev.mecha.tck.pubsub.DeliveryChecks;
import dev.mecha.tck.pubsub.PubSubLifeChecks;
import dev.mecha.tck.pubsub.PubSubProviderChecks;
import dev.mecha.tck.pubsub.RedeliveryChecks;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of a {@link PubSub} as a suite: extend it in the component's module, say how the
 * component is made, and run it against the real broker. Hooks with a default, such as {@link
 * #ordered()}, say how the broker differs; powers are switched by {@link PubSub#features()}. Set
 * the component's pause before it delivers again to well below {@link #patience()}.
 *
 * <pre>{@code
 * class RedisPubSubTest extends PubSubTck {
 *   public ComponentProvider<PubSub> provider() {
 *     return new RedisPubSub.Provider();
 *   }
 *
 *   protected Map<String, String> metadata() {
 *     return Map.of("redisHost", SERVER.address(), "processingTimeout", "1s");
 *   }
 * }
 * }</pre>
 */
@Timeout(120)
public abstract class PubSubTck
    implements PubSubProviderChecks,
        DeliveryChecks,
        RedeliveryChecks,
        BulkPubSubChecks,
        PubSubLifeChecks,
        BrokerChecks {

  /** A folder of this test; {@link ComponentContext#home()} is below it. */
  @TempDir protected Path folder;

  private final String unique = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  private final TckClock clock = TckClock.running();
  private final ConcurrentLinkedQueue<PubSub> opened = new ConcurrentLinkedQueue<>();
  private PubSub pubSub;

  /**
   * @return the metadata to connect with, without the group; the same during one test
   * @throws Exception if the test fails
   */
  protected abstract Map<String, String> metadata() throws Exception;

  /**
   * What a component is told.
   *
   * @param group its group of consumers
   * @return the context
   * @throws Exception if the test fails
   */
  protected ComponentContext context(String group) throws Exception {
    var all = new HashMap<>(metadata());
    all.put(ConsumerGroup.FIELD, group);
    return ComponentContexts.of(provider().types().getFirst(), folder.resolve("home"))
        .name("pubsub")
        .metadata(all)
        .clock(honoursClock() ? clock : Time.system())
        .context();
  }

  @BeforeEach
  final void openPubSub() throws InterruptedException {
    pubSub = open(group("a"));
  }

  @AfterEach
  final void closePubSubs() {
    opened.forEach(PubSub::close);
  }

  @Override
  public final PubSub pubSub() {
    return pubSub;
  }

  @Override
  public PubSub open(String group) throws InterruptedException {
    ComponentProvider<PubSub> provider = provider();
    PubSub another;
    try {
      another = provider.create(context(group));
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    opened.add(another);
    return another;
  }

  @Override
  public final String topic(String name) {
    return "tck" + unique + "-" + name;
  }

  @Override
  public final String group(String name) {
    return "group" + unique + "-" + name;
  }

  @Override
  public final TckClock clock() {
    return clock;
  }
}
