package dev.mecha.component.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.Message;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.tck.PubSubTck;
import dev.mecha.tck.pubsub.BrokerControl;
import dev.mecha.tck.pubsub.Inbox;
import dev.mecha.tck.server.KafkaServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaPubSubTest extends PubSubTck {

  private static KafkaServer server;

  @BeforeAll
  static void startServer(@TempDir Path folder) throws IOException {
    server = KafkaServer.start(folder, System.getProperty("java.class.path"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  public ComponentProvider<PubSub> provider() {
    return new KafkaPubSub.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of(
        "brokers", server.address(),
        "authType", "none",
        "sessionTimeout", "6s",
        "heartbeatInterval", "200ms");
  }

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
        server.restart();
      }
    };
  }

  @Test
  void keyAndNumberChooseThePartition() throws Exception {
    createTopic(topic("p"));
    Inbox inbox = subscribed(pubSub(), topic("p"));
    publish("keyed", Map.of("partitionKey", "user-1"));
    publish("numbered", Map.of("partitionNumber", "3"));
    Message keyed = inbox.awaitOne("keyed");
    assertThat(keyed.metadata())
        .containsEntry("__key", "user-1")
        .containsEntry("partitionKey", "user-1")
        .containsEntry("__topic", topic("p"))
        .containsEntry(
            "__partition",
            String.valueOf(Records.hashed("user-1".getBytes(StandardCharsets.UTF_8), 5)))
        .containsKeys("__offset", "__timestamp");
    assertThat(inbox.awaitOne("numbered").metadata()).containsEntry("__partition", "3");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> publish("none", Map.of("partitionNumber", "5")))
        .withMessage("partitionNumber: \"5\" (expected: from 0 to 4)");
  }

  private void publish(String text, Map<String, String> metadata) throws InterruptedException {
    pubSub()
        .publish(
            PublishRequest.of(topic("p"), text.getBytes(StandardCharsets.UTF_8))
                .withMetadata(metadata));
  }

  private static void createTopic(String name) throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.address()))) {
      admin.createTopics(Set.of(new NewTopic(name, 5, (short) 1))).all().get();
    }
  }

  @Test
  void valuesWithASchemaAreRefused() {
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> publish("x", Map.of("valueSchemaType", "Avro")))
        .withMessage(
            "valueSchemaType: \"Avro\" (expected: None; schema registries are not supported yet)");
  }

  @Test
  void partitionsAreWorkedOnBesideEachOther() throws Exception {
    createTopic(topic("p"));
    Inbox inbox = inbox().refuse("poison"::equals);
    subscribe(pubSub(), topic("p"), inbox);
    publish("poison", Map.of("partitionNumber", "0"));
    publish("fine", Map.of("partitionNumber", "1"));
    inbox.awaitOne("fine");
    assertThat(inbox.texts()).isEqualTo(List.of("fine"));
  }

  /** The 32 bit hash FNV-1a, whose published values these are, as a signed number. */
  @ParameterizedTest
  @CsvSource({"'', -2128831035", "a, -468965076", "foobar, -1080231576"})
  void keysAreHashedAsByThePeer(String key, int hash) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    assertThat(Records.hashed(bytes, 1000)).isEqualTo(Math.abs(hash % 1000));
  }
}
