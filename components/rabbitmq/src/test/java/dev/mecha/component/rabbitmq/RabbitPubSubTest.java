package dev.mecha.component.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.PubSubTck;
import dev.mecha.tck.pubsub.BrokerControl;
import dev.mecha.tck.pubsub.Inbox;
import dev.mecha.tck.server.RabbitServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RabbitPubSubTest extends PubSubTck {

  private static RabbitServer server;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    server = RabbitServer.start(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  public ComponentProvider<PubSub> provider() {
    return new RabbitPubSub.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    var metadata = new HashMap<String, String>();
    metadata.put("connectionString", server.address());
    metadata.put("deletedWhenUnused", "false");
    metadata.put("deliveryMode", "2");
    metadata.put("concurrency", "single");
    metadata.put("reconnectWaitSeconds", "300ms");
    return metadata;
  }

  @Override
  public boolean carriesMetadata() {
    return false;
  }

  /** A refused message goes back to its place at the front. */
  @Override
  public boolean refusalHoldsBack() {
    return true;
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
        server.start();
      }
    };
  }

  @Test
  void topicIsAnExchangeAndTheGroupHasAQueue() throws Exception {
    Inbox inbox = subscribed(pubSub(), topic("a"));
    try (Connection connection = connect()) {
      var channel = connection.createChannel();
      assertThat(channel.queueDeclarePassive(group("a") + "-" + topic("a")).getConsumerCount())
          .isEqualTo(1);
      channel.basicPublish(topic("a"), "", null, "foreign".getBytes(StandardCharsets.UTF_8));
      inbox.awaitOne("foreign");
    }
  }

  @Test
  void propertiesAreThePeers() throws Exception {
    pubSub().subscribe(named("q-" + topic("a")), message -> {}).close();
    var metadata =
        Map.of("ttlInSeconds", "60", "priority", "7", "messageID", "m1", "contentType", "a/b");
    pubSub().publish(new PublishRequest(topic("a"), new byte[] {1}, metadata, "application/json"));
    try (Connection connection = connect()) {
      GetResponse got = connection.createChannel().basicGet("q-" + topic("a"), true);
      assertThat(got.getProps().getExpiration()).isEqualTo("60000");
      assertThat(got.getProps().getPriority()).isEqualTo(7);
      assertThat(got.getProps().getMessageId()).isEqualTo("m1");
      assertThat(got.getProps().getContentType()).isEqualTo("a/b");
      assertThat(got.getProps().getDeliveryMode()).isEqualTo(2);
    }
  }

  @Test
  void refusedMessageBecomesADeadLetter() throws Exception {
    var metadata = new HashMap<>(metadata());
    metadata.put("enableDeadLetter", "true");
    try (var strict = another(metadata)) {
      Inbox inbox = inbox().refuse("dead"::equals);
      strict.subscribe(named("d-" + topic("a")), inbox);
      publish(topic("a"), "dead", "fine");
      inbox.awaitOne("fine");
      try (Connection connection = connect()) {
        var channel = connection.createChannel();
        await()
            .untilAsserted(
                () -> {
                  GetResponse got = channel.basicGet("dlq-d-" + topic("a"), true);
                  assertThat(got).isNotNull();
                  assertThat(got.getBody()).asString().isEqualTo("dead");
                });
      }
    }
  }

  @Test
  void quorumQueueOfUrgentAndOtherwiseWrongRequests() throws Exception {
    pubSub()
        .subscribe(new SubscribeRequest(topic("a"), Map.of("queueType", "quorum")), message -> {})
        .close();
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(
            () ->
                pubSub()
                    .subscribe(
                        new SubscribeRequest(topic("a"), Map.of("queueType", "odd")),
                        message -> {}))
        .withMessage("invalid queue type odd. Valid types are classic and quorum");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(
            () ->
                pubSub()
                    .subscribe(
                        new SubscribeRequest(topic("a"), Map.of("maxPriority", "x")),
                        message -> {}))
        .withMessage("maxPriority: \"x\" (expected: an integer >= 0)");
  }

  private SubscribeRequest named(String queue) {
    return new SubscribeRequest(topic("a"), Map.of("queueName", queue));
  }

  private PubSub another(Map<String, String> metadata) throws Exception {
    return provider()
        .create(
            ComponentContexts.of("pubsub.rabbitmq", folder.resolve("home"))
                .metadata(metadata)
                .context());
  }

  private static Connection connect() throws Exception {
    var factory = new ConnectionFactory();
    factory.setUri(server.address());
    return factory.newConnection();
  }
}
