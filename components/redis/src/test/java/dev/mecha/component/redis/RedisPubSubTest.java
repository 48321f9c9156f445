package dev.mecha.component.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.tck.PubSubTck;
import dev.mecha.tck.pubsub.BrokerControl;
import dev.mecha.tck.pubsub.Inbox;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One message at a time keeps the order; the server writes every message to its disk. */
@Execution(ExecutionMode.SAME_THREAD)
class RedisPubSubTest extends PubSubTck {

  private static RedisServer server;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    server = RedisServer.start(folder, "--appendonly", "yes", "--appendfsync", "always");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  public ComponentProvider<PubSub> provider() {
    return new RedisPubSub.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    var metadata = new HashMap<String, String>();
    metadata.put("redisHost", server.address());
    metadata.put("processingTimeout", "200ms");
    metadata.put("redeliverInterval", "100ms");
    metadata.put("concurrency", "1");
    return metadata;
  }

  @Override
  public @Nullable BrokerControl broker() {
    return new BrokerControl() {
      @Override
      public void kill() {
        server.kill();
      }

      @Override
      public void start() {
        server.restart();
      }

      @Override
      public boolean cutConnections() {
        server.ask("CLIENT", "KILL", "TYPE", "normal");
        return true;
      }
    };
  }

  @Test
  void entryLooksAsThePeerWritesIt() throws InterruptedException {
    publish(topic("a"), "{\"id\":\"1\"}");
    assertThat(server.ask("XRANGE", topic("a"), "-", "+"))
        .contains("$4\r\ndata\r\n$10\r\n{\"id\":\"1\"}\r\n$8\r\nmetadata\r\n$2\r\n{}\r\n");
  }

  @Test
  void entryOfThePeerIsUnderstood() throws InterruptedException {
    server.ask("XADD", topic("a"), "*", "data", "hello", "metadata", "{\"a\":\"b\"}");
    server.ask("XADD", topic("a"), "*", "data", "plain");
    Inbox inbox = subscribed(pubSub(), topic("a"));
    assertThat(inbox.awaitOne("hello").metadata()).containsExactly(Map.entry("a", "b"));
    assertThat(inbox.awaitOne("plain").metadata()).isEmpty();
  }

  @Test
  void whatWasTrimmedIsForgotten() throws InterruptedException {
    Inbox inbox = inbox().refuse("gone"::equals);
    subscribe(pubSub(), topic("a"), inbox);
    publish(topic("a"), "gone");
    org.awaitility.Awaitility.await().until(() -> inbox.attempts("gone") > 0);
    server.ask("XTRIM", topic("a"), "MAXLEN", "0");
    org.awaitility.Awaitility.await()
        .until(() -> server.ask("XPENDING", topic("a"), group("a")).startsWith("*4\r\n:0\r\n"));
    publish(topic("a"), "next");
    inbox.awaitOne("next");
  }

  @Test
  void groupThatVanishesIsMadeAnew() throws InterruptedException {
    Inbox inbox = subscribed(pubSub(), topic("a"));
    publish(topic("a"), "one");
    inbox.awaitOne("one");
    server.ask("DEL", topic("a"));
    publish(topic("a"), "two");
    inbox.awaitOne("two");
  }
}
