package dev.mecha.block.pubsub.subscribe;

import dev.mecha.kernel.registry.Registry;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.time.Time;
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

  /** Longer than a subscription may take to end, or to begin. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Registry<PubSub> brokers;
  private final @Nullable AppEvents app;
  private final Keeper keeper;
  private final List<Stream> streams = new CopyOnWriteArrayList<>();

  /** Those of the runtime itself, by name. */
  private final Map<String, Stream> own = new ConcurrentHashMap<>();

  private volatile List<TopicSubscription> declared = List.of();
  private volatile List<TopicSubscription> programmatic = List.of();
  private List<TopicSubscription> pending = List.of(); // the keeper's
  private volatile List<TopicSubscription> listed = List.of();
  private volatile boolean appIsWell;
  private volatile boolean over;

  private record Stream(TopicSubscription subscription, AppEvents events) {}

  /**
   * @param app the way to the application; null if there is none but through streams
   * @param time by which what has failed is tried again
   */
  Subscriptions(
      Registry<PubSub> brokers, Keeper.Starter starter, @Nullable AppEvents app, Time time) {
    this.brokers = brokers;
    this.app = app;
    this.keeper = new Keeper(this::wanted, starter, time, () -> listed = pending);
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
   * The application is there and well. Waits until every subscription has begun, or failed to: what
   * is published once the sidecar is ready shall not come too early.
   *
   * @param subscriptions what it says that it listens to
   * @throws InterruptedException if the caller was interrupted
   */
  public void appIsWell(List<TopicSubscription> subscriptions) throws InterruptedException {
    programmatic = List.copyOf(subscriptions);
    appIsWell = true;
    keeper.settle(PATIENCE);
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

  /** Nothing is brought to the application any more. Does not wait for what it has. */
  void takeNoMore() {
    over = true;
    keeper.poke();
  }

  /**
   * @return what the application and its streams listen to, in the order in which it was begun or
   *     tried; what has just been declared is not in it before that, and what is no longer wanted
   *     is not in it, even if its last events are still with the application
   */
  public List<TopicSubscription> all() {
    List<TopicSubscription> now = known();
    return listed.stream().filter(one -> now.stream().anyMatch(one::sameTopic)).toList();
  }

  private List<TopicSubscription> known() {
    var known = new ArrayList<>(ofTheApp());
    streams.forEach(stream -> known.add(stream.subscription));
    return known;
  }

  /** Topics that were there before come first, in their old order. */
  private List<TopicSubscription> inOrder(List<TopicSubscription> now) {
    var ordered = new ArrayList<TopicSubscription>();
    var others = new ArrayList<>(now);
    for (TopicSubscription old : listed) {
      others.stream()
          .filter(old::sameTopic)
          .findFirst()
          .ifPresent(
              same -> {
                ordered.add(same);
                others.remove(same);
              });
    }
    ordered.addAll(others);
    return List.copyOf(ordered);
  }

  /**
   * One for each topic: the first resource that speaks of it, unless the application does, which
   * goes before all resources; what it says last counts.
   */
  private List<TopicSubscription> ofTheApp() {
    var all = new ArrayList<TopicSubscription>();
    for (TopicSubscription one : declared) {
      if (all.stream().noneMatch(one::sameTopic)) {
        all.add(one);
      }
    }
    for (TopicSubscription one : programmatic) {
      int taken = 0;
      while (taken < all.size() && !one.sameTopic(all.get(taken))) {
        taken++;
      }
      if (taken < all.size()) {
        all.set(taken, one);
      } else {
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
    pending = inOrder(known());
    var wanted = new ArrayList<Keeper.Wanted>();
    if (appIsWell && app != null && !over) {
      for (TopicSubscription one : ofTheApp()) {
        add(wanted, one, app);
      }
    }
    for (Stream stream : over ? List.<Stream>of() : streams) {
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
