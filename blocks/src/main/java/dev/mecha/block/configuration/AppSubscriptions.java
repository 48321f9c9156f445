package dev.mecha.block.configuration;

import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.spi.configuration.ConfigurationStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Subscriptions of an application that is called: each has a thread that makes the calls. */
final class AppSubscriptions {

  /** How long an application may take over the last call before another sidecar goes on. */
  private static final Duration LAST_CALL = Duration.ofSeconds(5);

  private final Subscriptions subscriptions;
  private final @Nullable AppChannel app;
  private final Guards guards;
  private final Map<LiveSubscription, Thread> threads = new ConcurrentHashMap<>();

  /**
   * @param app is called; null if there is none
   * @param guards the policies of such calls
   */
  AppSubscriptions(Registry<ConfigurationStore> stores, @Nullable AppChannel app, Guards guards) {
    this.subscriptions = new Subscriptions(stores);
    this.app = app;
    this.guards = guards;
  }

  /**
   * @return the name of the subscription
   */
  String subscribe(
      ConfigurationService service, String store, List<String> keys, Map<String, String> metadata)
      throws InterruptedException {
    service.requireStore(store);
    if (app == null) {
      throw ConfigurationErrors.noApp().asException();
    }
    LiveSubscription made = service.subscribe(store, keys, metadata, subscriptions);
    start(made, app);
    return made.wish().id();
  }

  private void start(LiveSubscription subscription, AppChannel channel) {
    var updates = new AppUpdates(subscription.wish(), channel, guards);
    threads.put(
        subscription,
        Thread.ofVirtual()
            .name("configuration-updates")
            .start(
                () -> {
                  try {
                    subscription.run(updates);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }

  /**
   * @return whether there was such a subscription of that store
   */
  boolean end(String id, String store) {
    LiveSubscription found = subscriptions.find(id);
    if (found == null || !found.wish().store().equals(store)) {
      return false;
    }
    found.end();
    subscriptions.forget(found);
    threads.remove(found);
    return true;
  }

  /** Goes on with the subscriptions of another, which ends them. Nothing is told twice. */
  void takeOver(AppSubscriptions before) throws InterruptedException {
    if (app == null) {
      return;
    }
    for (var running : before.threads.entrySet()) {
      LiveSubscription old = running.getKey();
      old.end();
      awaitEnd(running.getValue());
      LiveSubscription next = subscriptions.add(old.wish());
      next.resume(old);
      start(next, app);
    }
  }

  private static void awaitEnd(Thread thread) throws InterruptedException {
    if (!thread.join(LAST_CALL)) {
      thread.interrupt();
      thread.join();
    }
  }

  /** Ends all of them; a call that is under way breaks off. */
  void close() {
    subscriptions.endAll();
    threads.values().forEach(Thread::interrupt);
  }
}
