package dev.mecha.component.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.binding.InputBinding;
import dev.mecha.spi.binding.InputEvent;
import dev.mecha.spi.binding.Reading;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.InputBindingTck;
import dev.mecha.tck.OutputBindingTck;
import dev.mecha.tck.server.Mosquitto;
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

class MqttBindingTest {

  private static Mosquitto server;

  @BeforeAll
  static void startServer(@TempDir Path folder) throws IOException {
    server = Mosquitto.start(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static Map<String, String> metadata(String topic) {
    var metadata = new HashMap<String, String>();
    metadata.put("url", "mqtt://127.0.0.1:" + server.port());
    metadata.put("topic", topic);
    metadata.put("consumerID", "client-" + topic.replace('/', '-'));
    return metadata;
  }

  private static byte[] taken(List<InputEvent> events, InputEvent event) {
    events.add(event);
    return new byte[0];
  }

  @Nested
  class Output extends OutputBindingTck {

    @Override
    protected ComponentProvider<Binding> provider() {
      return new MqttBinding.Provider();
    }

    @Override
    protected Map<String, String> metadata() {
      return MqttBindingTest.metadata("out");
    }

    @Override
    protected BindingRequest request() {
      return new BindingRequest("create", "{}".getBytes(UTF_8), Map.of());
    }

    @Override
    protected BindingRequest refusedRequest() {
      return new BindingRequest("create", "{}".getBytes(UTF_8), Map.of("topic", "no/#"));
    }

    @Test
    void theTopicIsNeeded() {
      var metadata = MqttBindingTest.metadata("out");
      metadata.remove("topic");
      var context =
          ComponentContexts.of("bindings.mqtt3", folder.resolve("home")).metadata(metadata);
      assertThatExceptionOfType(InvalidMetadataException.class)
          .isThrownBy(() -> provider().create(context.context()))
          .withMessage("topic: missing (expected: a value)");
    }
  }

  @Nested
  class Input extends InputBindingTck {

    private final String base = "in/" + UUID.randomUUID();
    private Map<String, String> more = Map.of();

    @Override
    protected ComponentProvider<Binding> provider() {
      return new MqttBinding.Provider();
    }

    @Override
    protected Map<String, String> metadata() {
      var metadata = MqttBindingTest.metadata(base + "/#");
      metadata.put("consumerID", "reader-" + base.substring(3));
      metadata.putAll(more);
      return metadata;
    }

    @Override
    protected void happen() throws Exception {
      var metadata = MqttBindingTest.metadata("other");
      metadata.put("consumerID", "writer-" + UUID.randomUUID());
      var context =
          ComponentContexts.of("bindings.mqtt3", folder.resolve("home")).metadata(metadata);
      try (var binding = new MqttBinding(context.context())) {
        binding.invoke(
            new BindingRequest("create", "event".getBytes(UTF_8), Map.of("topic", base + "/x")));
      }
    }

    @Override
    protected boolean sendsAgain() {
      return true;
    }

    @Test
    void saysTheTopic() throws Exception {
      List<InputEvent> events = new CopyOnWriteArrayList<>();
      try (Reading _ = open().read(event -> taken(events, event))) {
        happen();
        await().until(() -> !events.isEmpty());
      }
      assertThat(events.getFirst().data()).asString(UTF_8).isEqualTo("event");
      assertThat(events.getFirst().metadata()).isEqualTo(Map.of("topic", base + "/x"));
    }

    @Test
    void whatWasNotTakenComesWithTheNextConnection() throws Exception {
      more = Map.of("backOffMaxRetries", "1");
      InputBinding binding = open();
      List<InputEvent> events = new CopyOnWriteArrayList<>();
      try (Reading _ =
          binding.read(
              event -> {
                events.add(event);
                throw new DeliveryException("not taken", null);
              })) {
        happen();
        await().until(() -> events.size() == 2);
      }
      assertThat(events).hasSize(2);
      events.clear();
      try (Reading _ = binding.read(event -> taken(events, event))) {
        await().until(() -> !events.isEmpty());
      }
      assertThat(events).hasSize(1);
    }

    @Test
    void whatCameWhileNobodyReadIsKept() throws Exception {
      InputBinding binding = requireNonNull(open());
      binding.read(event -> new byte[0]).close();
      happen();
      List<InputEvent> events = new CopyOnWriteArrayList<>();
      try (Reading _ = binding.read(event -> taken(events, event))) {
        await().until(() -> !events.isEmpty());
      }
    }
  }
}
