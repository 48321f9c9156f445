package dev.mecha.block.pubsub.subscribe;

import dev.mecha.kernel.registry.Registry;
import dev.mecha.spi.pubsub.PubSub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions that there should be: those of the application while it is there and well, and
 * those of streams while they are open, on the brokers that there are.
 */
public final class Subscriptions implements AutoCloseable {

  /** Longer than a subscription may take to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Registry<PubSub> brokers;
  private final @Nullable AppEvents app;
  private final Keeper keeper;
  private final List<Stream> streams = new CopyOnWriteArrayList<>();

  /** Those of the runtime itself, by name. */
  private final Map<String, Stream> own = new ConcurrentHashMap<>();

  private volatile List<TopicSubscription> declared = List.of();
  private volatile List<TopicSubscription> programmatic = List.of();
  private volatile boolean appIsWell;

  private record Stream(TopicSubscription subscription, AppEvents events) {}

  /**
   * @param app the way to the application; null if there is none but through streams
   */
  Subscriptions(Registry<PubSub> brokers, Keeper.Starter starter, @Nullable AppEvents app) {
    this.brokers = brokers;
    this.app = app;
    this.keeper = new Keeper(this::wanted, starter);
    keeper.start();
    brokers.onChange(name -> settle());
  }

  /**
   * Replaces what resources say.
   *
   * @param subscriptions all of them
   */
  public void declare(List<TopicSubscription> subscriptions) {
    declared = List.copyOf(subscriptions);
    keeper.poke();
  }

  /**
   * The application is there and well.
   *
   * @param subscriptions what it says that it listens to
   */
  public void appIsWell(List<TopicSubscription> subscriptions) {
    programmatic = List.copyOf(subscriptions);
    appIsWell = true;
    keeper.poke();
  }

  /**
   * The application is not well: nothing is brought to it until it is. Waits until that is so.
   *
   * @throws InterruptedException if the caller was interrupted
   */
  public void appIsUnwell() throws InterruptedException {
    appIsWell = false;
    keeper.settle(PATIENCE);
  }

  /**
   * @return what the application and its streams listen to
   */
  public List<TopicSubscription> all() {
    var all = new ArrayList<TopicSubscription>(ofTheApp());
    streams.forEach(stream -> all.add(stream.subscription));
    return all;
  }

  /** What a resource says goes before what the application says of the same topic. */
  private List<TopicSubscription> ofTheApp() {
    List<TopicSubscription> resources = declared;
    var all = new ArrayList<TopicSubscription>(resources);
    for (TopicSubscription one : programmatic) {
      if (resources.stream().noneMatch(one::sameTopic)) {
        all.add(one);
      }
    }
    return all;
  }

  /**
   * Begins a stream's subscription and waits until it stands.
   *
   * @return ends it when closed
   * @throws RuntimeException if it cannot be begun
   */
  Runnable stream(TopicSubscription subscription, AppEvents events) throws InterruptedException {
    var stream = new Stream(subscription, events);
    streams.add(stream);
    boolean stands = false;
    try {
      keeper.settle(PATIENCE);
      RuntimeException failure = keeper.failure(subscription);
      if (failure != null) {
        throw failure;
      }
      stands = true;
    } finally {
      if (!stands) {
        remove(stream);
      }
    }
    return () -> remove(stream);
  }

  private void remove(Stream stream) {
    streams.remove(stream);
    keeper.poke();
  }

  /** Begins, or replaces, a subscription of the runtime itself, which nobody else sees. */
  void own(TopicSubscription subscription, AppEvents events) {
    own.put(subscription.name(), new Stream(subscription, events));
    keeper.poke();
  }

  /** The subscriptions of a broker that is about to be closed end first, in peace. */
  private void settle() {
    try {
      keeper.settle(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Keeper.Wanted> wanted() {
    var wanted = new ArrayList<Keeper.Wanted>();
    if (appIsWell && app != null) {
      for (TopicSubscription one : ofTheApp()) {
        add(wanted, one, app);
      }
    }
    for (Stream stream : streams) {
      add(wanted, stream.subscription, stream.events);
    }
    for (Stream stream : own.values()) {
      add(wanted, stream.subscription, stream.events);
    }
    return wanted;
  }

  private void add(List<Keeper.Wanted> wanted, TopicSubscription subscription, AppEvents events) {
    PubSub broker = brokers.find(subscription.pubsub());
    if (broker != null) {
      wanted.add(new Keeper.Wanted(subscription, events, broker));
    }
  }

  /**
   * Ends all subscriptions: nothing more is taken, what is in the application's hands comes to its
   * end. Idempotent.
   */
  @Override
  public void close() {
    keeper.close();
  }
}
