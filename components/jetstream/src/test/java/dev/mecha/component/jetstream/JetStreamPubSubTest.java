package dev.mecha.component.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.ConsumerGroup;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.PubSubTck;
import dev.mecha.tck.pubsub.BrokerControl;
import dev.mecha.tck.pubsub.Inbox;
import dev.mecha.tck.server.RealServers;
import dev.mecha.tck.server.ServerProcess;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JetStreamPubSubTest extends PubSubTck {

  private static Path folder0;
  private static int port;
  private static ServerProcess server;

  @BeforeAll
  static void startServer(@TempDir Path folder) throws Exception {
    folder0 = folder;
    port = RealServers.freePort();
    server = start();
    Connection connection = Nats.connect(address());
    connection
        .jetStreamManagement()
        .addStream(
            StreamConfiguration.builder()
                .name("tests")
                .subjects("*", "deep.>")
                .storageType(StorageType.File)
                .build());
    connection.close();
  }

  private static ServerProcess start() {
    String program = RealServers.require("nats-server", Path.of("/usr/sbin")).toString();
    return ServerProcess.start(
            folder0,
            List.of(
                program,
                "-a",
                "127.0.0.1",
                "-p",
                String.valueOf(port),
                "-js",
                "-sd",
                folder0.resolve("data").toString()))
        .awaitPort(port, Duration.ofSeconds(20));
  }

  private static String address() {
    return "nats://127.0.0.1:" + port;
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  public ComponentProvider<PubSub> provider() {
    return new JetStreamPubSub.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("natsURL", address(), "ackWait", "1s");
  }

  /** The fields that say who shares messages with whom are its own. */
  @Override
  protected ComponentContext context(String group) throws Exception {
    var all = new HashMap<>(metadata());
    all.put(ConsumerGroup.FIELD, group);
    all.put("durableName", group);
    all.put("queueGroupName", group);
    return ComponentContexts.of("pubsub.jetstream", folder.resolve("home"))
        .name("pubsub")
        .metadata(all)
        .context();
  }

  @Override
  public boolean carriesMetadata() {
    return false;
  }

  /** This broker writes acknowledgements down when it finds the time: it gets the time to. */
  @Override
  public @Nullable BrokerControl broker() {
    return new BrokerControl() {
      @Override
      public void kill() {
        server.close();
      }

      @Override
      public void start() {
        server = JetStreamPubSubTest.start();
      }
    };
  }

  @Test
  void messageKnowsItsSubjectAndComesOnceForOneId() throws InterruptedException {
    Inbox inbox = subscribed(pubSub(), topic("a"));
    publish(topic("a"), "{\"id\":\"x\",\"data\":1}", "{\"id\":\"x\",\"data\":1}", "last");
    assertThat(inbox.awaitOne("last").metadata()).containsExactly(Map.entry("Topic", topic("a")));
    assertThat(inbox.texts()).containsExactly("{\"id\":\"x\",\"data\":1}", "last");
  }

  @Test
  void consumerOfThatHasNoNameIsMadeAnewWhenTheServerForgotIt() throws Exception {
    var context =
        ComponentContexts.of("pubsub.jetstream", folder.resolve("home"))
            .metadata(metadata())
            .context();
    try (PubSub nameless = provider().create(context)) {
      Inbox inbox = subscribed(nameless, topic("a"));
      publish(topic("a"), "one");
      inbox.awaitOne("one");
      server.kill();
      server = start();
      org.awaitility.Awaitility.await()
          .atMost(patience())
          .until(
              () -> {
                try {
                  publish(topic("a"), "two");
                  return true;
                } catch (ComponentException e) {
                  return false;
                }
              });
      inbox.awaitOne("two");
      assertThat(inbox.texts()).containsOnlyOnce("one");
    }
  }

  @Test
  void topicWithoutStreamIsRefused() {
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> publish("no.such." + topic("a"), "one"));
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> subscribe(pubSub(), "no.such." + topic("a"), inbox()))
        .withMessageContaining("no stream matches subject");
  }

  @Test
  void idIsThatOfTheEventItself() {
    assertThat(id("{\"data\":{\"id\":\"inner\"},\"id\":\"outer\"}")).isEqualTo("outer");
    assertThat(id("{\"data\":{\"id\":\"inner\"}}")).isNull();
    assertThat(id("{\"id\":7}")).isNull();
    assertThat(id("{\"id\":\"a\"")).isNull();
    assertThat(id("plain")).isNull();
  }

  private static @Nullable String id(String text) {
    return MessageId.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
