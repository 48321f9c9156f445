package dev.mecha.component.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.tck.PubSubTck;
import dev.mecha.tck.pubsub.BrokerControl;
import dev.mecha.tck.pubsub.Inbox;
import dev.mecha.tck.server.Mosquitto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttPubSubTest extends PubSubTck {

  private static Mosquitto server;

  @BeforeAll
  static void startServer(@TempDir Path folder) throws IOException {
    server = Mosquitto.start(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  public ComponentProvider<PubSub> provider() {
    return new MqttPubSub.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("url", "mqtt://127.0.0.1:" + server.port());
  }

  @Override
  public boolean carriesMetadata() {
    return false;
  }

  /** Handlers work side by side. */
  @Override
  public boolean ordered() {
    return false;
  }

  @Override
  public String pattern(String prefix) {
    return prefix + "/#";
  }

  @Override
  public String below(String prefix, String name) {
    return prefix + "/" + name;
  }

  /** A session has one connection; members share a topic by asking for it as a group. */
  @Test
  @Override
  public void membersOfAGroupShareItsMessages() throws InterruptedException {
    Inbox inbox = inbox();
    String shared = "$share/" + group("s") + "/" + topic("a");
    subscribe(open(group("b")), shared, inbox);
    subscribe(open(group("c")), shared, inbox);
    publish(topic("a"), texts("m", 100));
    inbox.awaitExactly(texts("m", 100));
  }

  @Override
  public @Nullable BrokerControl broker() {
    return new BrokerControl() {
      @Override
      public void kill() {
        server.close();
      }

      @Override
      public void start() {
        server.restart();
      }
    };
  }

  @Test
  void retainedMessageAwaitsTheSubscriber() throws InterruptedException {
    var message = PublishRequest.of(topic("a"), "kept".getBytes(StandardCharsets.UTF_8));
    pubSub().publish(message.withMetadata(Map.of("retain", "true")));
    Inbox inbox = subscribed(pubSub(), topic("a"));
    assertThat(inbox.awaitOne("kept").metadata()).containsExactly(Map.entry("retained", "true"));
    pubSub()
        .publish(PublishRequest.of(topic("a"), new byte[0]).withMetadata(Map.of("retain", "1")));
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> pubSub().publish(message.withMetadata(Map.of("retain", "maybe"))))
        .withMessage("retain: \"maybe\" (expected: true or false)");
  }

  @ParameterizedTest
  @CsvSource({
    "a/b, a/b, true",
    "a/b, a/c, false",
    "a/b, a, false",
    "a, a/b, false",
    "a/+, a/b, true",
    "a/+, a/b/c, false",
    "+/b, a/b, true",
    "a/#, a/b/c, true",
    "a/#, a, true",
    "#, a/b, true",
    "a/+/c, a/b/c, true",
    "$share/g/a/+, a/b, true",
    "$share/g/a, b, false"
  })
  void filterFindsTopics(String filter, String topic, boolean found) {
    assertThat(new TopicFilter(filter).matches(topic)).isEqualTo(found);
  }
}
