package dev.mecha.tck.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.spi.configuration.ConfigurationSubscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What subscribers are told. */
public interface SubscriptionChecks extends ConfigurationFixture {

  @Test
  default void subscriberIsToldWhatChanges() throws Exception {
    put(key("a"), "one", "1");
    Watcher watcher = watch(store(), key("a"), key("b"));
    put(key("a"), "two", "2");
    awaitValue(watcher, "a", "two");
    put(key("b"), "new", "1");
    awaitValue(watcher, "b", "new");
    remove(key("a"));
    awaitValue(watcher, "a", null);
    put(key("a"), "three", "3");
    awaitValue(watcher, "a", "three");
  }

  @Test
  default void subscriberIsToldOfItsKeysOnly() throws Exception {
    Watcher watcher = watch(store(), key("a"));
    put(key("b"), "other", "1");
    put(key("aa"), "other", "1");
    put(key("a"), "one", "1");
    awaitValue(watcher, "a", "one");
    assertThat(watcher.told()).isSubsetOf(key("a"));
  }

  @Test
  default void noKeysStandForAllOfThem() throws Exception {
    Watcher watcher = watch(store());
    put(key("a"), "one", "1");
    put(key("b"), "two", "1");
    awaitValue(watcher, "a", "one");
    awaitValue(watcher, "b", "two");
    remove(key("b"));
    awaitValue(watcher, "b", null);
  }

  @Test
  default void lastOfManyChangesIsTold() throws Exception {
    Watcher watcher = watch(store(), key("a"));
    for (int i = 1; i <= 50; i++) {
      put(key("a"), "value " + i, String.valueOf(i));
    }
    awaitValue(watcher, "a", "value 50");
  }

  @Test
  default void subscribersDoNotMeet() throws Exception {
    Watcher one = watch(store(), key("a"));
    var second = new Watcher(store(), List.of(key("a")));
    ConfigurationSubscription ending = store().subscribe(List.of(key("a")), Map.of(), second);
    Watcher elsewhere = watch(open(), key("a"));
    put(key("a"), "one", "1");
    awaitValue(one, "a", "one");
    awaitValue(second, "a", "one");
    awaitValue(elsewhere, "a", "one");
    ending.close();
    ending.close();
    assertThat(second.value(key("a"))).isEqualTo("one");
    put(key("a"), "two", "2");
    awaitValue(one, "a", "two");
    awaitValue(elsewhere, "a", "two");
    assertThat(second.value(key("a"))).isEqualTo("one");
  }

  @Test
  default void nothingThatHappenedWhileTheEngineWasAwayIsMissed() throws Exception {
    Outage outage = outage();
    assumeTrue(outage != null, "the engine cannot go away");
    put(key("a"), "one", "1");
    put(key("gone"), "one", "1");
    Watcher watcher = watch(store(), key("a"), key("b"), key("gone"));
    for (int round = 0; round < 2; round++) {
      String value = "while it was away " + round;
      outage.during(
          () -> {
            put(key("a"), value, "2");
            put(key("b"), value, "1");
            remove(key("gone"));
          });
      awaitValue(watcher, "a", value);
      awaitValue(watcher, "b", value);
      awaitValue(watcher, "gone", null);
      put(key("a"), "after it " + round, "3");
      awaitValue(watcher, "a", "after it " + round);
      put(key("gone"), "again", "1");
      awaitValue(watcher, "gone", "again");
    }
  }

  private static Watcher watch(ConfigurationStore store, String... keys)
      throws InterruptedException {
    var watcher = new Watcher(store, List.of(keys));
    store.subscribe(List.of(keys), Map.of(), watcher);
    return watcher;
  }

  private void awaitValue(Watcher watcher, String name, @Nullable String value) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> Objects.equals(watcher.value(key(name)), value));
  }
}
