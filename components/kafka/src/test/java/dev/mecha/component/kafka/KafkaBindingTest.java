package dev.mecha.component.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.binding.InputBinding;
import dev.mecha.spi.binding.InputEvent;
import dev.mecha.spi.binding.Reading;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.InputBindingTck;
import dev.mecha.tck.OutputBindingTck;
import dev.mecha.tck.server.KafkaServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBindingTest {

  private static KafkaServer server;

  @BeforeAll
  static void startServer(@TempDir Path folder) throws IOException {
    server = KafkaServer.start(folder, System.getProperty("java.class.path"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static Map<String, String> metadata(String topic) {
    var metadata = new HashMap<String, String>();
    metadata.put("brokers", server.address());
    metadata.put("authType", "none");
    metadata.put("topics", topic);
    metadata.put("publishTopic", topic);
    metadata.put("consumerGroup", "group-" + topic);
    return metadata;
  }

  private static String text(InputEvent event) {
    return new String(event.data(), UTF_8);
  }

  @Nested
  class Output extends OutputBindingTck {

    @Override
    protected ComponentProvider<Binding> provider() {
      return new KafkaBinding.Provider();
    }

    @Override
    protected Map<String, String> metadata() {
      return KafkaBindingTest.metadata("out");
    }

    @Override
    protected BindingRequest request() {
      return new BindingRequest("create", "{}".getBytes(UTF_8), Map.of("partitionKey", "k"));
    }

    @Override
    protected BindingRequest refusedRequest() {
      return new BindingRequest("create", new byte[2_000_000], Map.of());
    }

    @Test
    void withoutATopicNothingIsPublished() throws Exception {
      var metadata = KafkaBindingTest.metadata("out");
      metadata.remove("publishTopic");
      metadata.remove("topics");
      var context =
          ComponentContexts.of("bindings.kafka", folder.resolve("home")).metadata(metadata);
      try (var binding = new KafkaBinding(context.context())) {
        assertThat(binding.input()).isNull();
        assertThatExceptionOfType(ComponentException.class)
            .isThrownBy(() -> ask(binding, "create", "x", Map.of()))
            .withMessage("publishTopic: missing (expected: a topic to publish to)");
      }
    }
  }

  @Nested
  class Input extends InputBindingTck {

    private final String topic = "in-" + UUID.randomUUID();

    @Override
    protected ComponentProvider<Binding> provider() {
      return new KafkaBinding.Provider();
    }

    @Override
    protected Map<String, String> metadata() {
      return KafkaBindingTest.metadata(topic);
    }

    @Override
    protected void happen() throws Exception {
      publish(topic, "event", Map.of("color", "blue"));
    }

    @Override
    protected boolean sendsAgain() {
      return true;
    }

    private void publish(String to, String text, Map<String, String> metadata) throws Exception {
      var context =
          ComponentContexts.of("bindings.kafka", folder.resolve("home"))
              .metadata(KafkaBindingTest.metadata(to));
      try (var binding = new KafkaBinding(context.context())) {
        binding.invoke(new BindingRequest("create", text.getBytes(UTF_8), metadata));
      }
    }

    @Test
    void headersAreMetadata() throws Exception {
      List<InputEvent> events = new CopyOnWriteArrayList<>();
      try (Reading _ = open().read(event -> taken(events, event))) {
        publish(topic, "event", Map.of("color", "blue", "partitionKey", "k"));
        await().until(() -> !events.isEmpty());
      }
      assertThat(text(events.getFirst())).isEqualTo("event");
      assertThat(events.getFirst().metadata())
          .containsEntry("color", "blue")
          .containsEntry("__key", "k")
          .containsEntry("__topic", topic)
          .containsKeys("__offset", "__partition", "__timestamp");
    }

    @Test
    void whatIsRefusedComesAgainBeforeWhatIsBehindIt() throws Exception {
      List<InputEvent> events = new CopyOnWriteArrayList<>();
      try (Reading _ =
          open()
              .read(
                  event -> {
                    byte[] answer = taken(events, event);
                    if (events.size() == 1) {
                      throw new DeliveryException("not taken", null);
                    }
                    return answer;
                  })) {
        publish(topic, "first", Map.of());
        publish(topic, "second", Map.of());
        await().until(() -> events.size() == 3);
      }
      assertThat(events)
          .extracting(KafkaBindingTest::text)
          .containsExactly("first", "first", "second");
    }

    @Test
    void whatWasNotTakenAtTheEndComesToTheNextReading() throws Exception {
      InputBinding binding = open();
      List<InputEvent> events = new CopyOnWriteArrayList<>();
      try (Reading _ =
          binding.read(
              event -> {
                events.add(event);
                throw new DeliveryException("not taken", null);
              })) {
        happen();
        await().until(() -> !events.isEmpty());
      }
      events.clear();
      try (Reading _ = binding.read(event -> taken(events, event))) {
        await().until(() -> !events.isEmpty());
      }
      assertThat(events).hasSize(1);
    }

    private static byte[] taken(List<InputEvent> events, InputEvent event) {
      events.add(event);
      return new byte[0];
    }
  }
}
