package dev.mecha.component.redis;

import static dev.mecha.component.redis.Stores.messages;
import static dev.mecha.component.redis.Stores.open;
import static dev.mecha.component.redis.Stores.put;
import static dev.mecha.component.redis.Stores.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.server.RealServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may connect, and what is said to those who may not. */
@Timeout(30)
class ConnectingTest {

  private static final String SECRET = "s3cret-Pa55word";

  @TempDir Path folder;

  @Test
  void nobodyListens() {
    String host = "127.0.0.1:" + RealServers.freePort();
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> open(host, "redisPassword", SECRET, "redisMaxRetryInterval", "10"))
        .withMessageStartingWith("redis store: error connecting to redis at " + host + ": ")
        .withMessageContaining("Connection refused")
        .satisfies(e -> assertThat(messages(e)).doesNotContain(SECRET));
  }

  @Test
  void hostIsUnknown() {
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> open("no.such.host.invalid", "redisMaxRetries", "-1"))
        .withMessageContaining("no.such.host.invalid:6379")
        .withMessageContaining("unknown host");
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    String host = "127.0.0.1:" + RealServers.freePort();
    var outcome = new AtomicReference<@Nullable Throwable>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    open(host, "redisMaxRetries", "1000", "redisMaxRetryInterval", "10s").close();
                  } catch (InterruptedException | RuntimeException e) {
                    outcome.set(e);
                  }
                });
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    thread.interrupt();
    assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void passwordIsNeeded() {
    try (var server = RedisServer.start(folder, "--requirepass", SECRET)) {
      refused(() -> open(server.address()), "NOAUTH");
      refused(() -> open(server.address(), "redisPassword", "wrong-" + SECRET), "WRONGPASS");
      refused(
          () -> open(server.address(), "redisUsername", "nobody", "redisPassword", SECRET),
          "WRONGPASS");
    }
  }

  @Test
  void passwordIsRight() throws InterruptedException {
    try (var server = RedisServer.start(folder, "--requirepass", SECRET);
        var store = open(server.address(), "redisPassword", SECRET)) {
      writes(store);
    }
  }

  @Test
  void userMayDoWhatAnAclAllows() throws InterruptedException {
    String[] login = {"redisUsername", "app", "redisPassword", SECRET};
    try (var server = RedisServer.start(folder)) {
      server.ask("ACL", "SETUSER", "app", "on", ">" + SECRET, "~app||*", "+@all", "-@dangerous");
      try (var store = open(server.address(), login)) {
        store.set(put("app||a", "one"));
        assertThat(text(store, "app||a")).isEqualTo("one");
        assertThatExceptionOfType(ComponentException.class)
            .isThrownBy(() -> store.set(put("other||a", "one")))
            .withMessageContaining("failed to set key other||a")
            .withMessageContaining("NOPERM");
      }
    }
  }

  @Test
  void databasesAreApart() throws InterruptedException {
    try (var server = RedisServer.start(folder);
        var zero = open(server.address());
        var three = open(server.address(), "redisDB", "3")) {
      three.set(put("a", "one"));
      assertThat(text(zero, "a")).isNull();
      assertThat(text(three, "a")).isEqualTo("one");
    }
  }

  @Test
  void databaseDoesNotExist() {
    try (var server = RedisServer.start(folder, "--databases", "4")) {
      refused(() -> open(server.address(), "redisDB", "4"), "DB index is out of range");
    }
  }

  @Test
  void hostAndPortMayBeApart() throws InterruptedException {
    try (var server = RedisServer.start(folder);
        var store = open("127.0.0.1", "redisPort", String.valueOf(server.port()))) {
      writes(store);
    }
  }

  @Test
  void olderProtocolIsSpokenWhereTheNewerIsRefused() throws InterruptedException {
    try (var server =
            RedisServer.start(folder, "--rename-command", "HELLO", "", "--requirepass", SECRET);
        var store = open(server.address(), "redisPassword", SECRET)) {
      writes(store);
    }
  }

  private static void writes(StateStore store) throws InterruptedException {
    store.set(put("a", "one"));
    assertThat(text(store, "a")).isEqualTo("one");
  }

  private interface Opening {
    StateStore open() throws InterruptedException;
  }

  private static void refused(Opening opening, String why) {
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(opening::open)
        .withMessageContaining(why)
        .satisfies(e -> assertThat(messages(e)).doesNotContain(SECRET));
  }
}
