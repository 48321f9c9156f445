package dev.mecha.component.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.binding.InputBinding;
import dev.mecha.spi.binding.InputEvent;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.spi.binding.Reading;
import dev.mecha.tck.InputBindingTck;
import dev.mecha.tck.OutputBindingTck;
import dev.mecha.tck.server.RabbitServer;
import java.nio.file.Path;
import java.time.Duration;
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

class RabbitBindingTest {

  private static RabbitServer server;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    server = RabbitServer.start(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static Map<String, String> metadata(String queue) {
    var metadata = new HashMap<String, String>();
    metadata.put("host", server.address());
    metadata.put("queueName", queue);
    metadata.put("durable", "true");
    metadata.put("reconnectWaitInSeconds", "300ms");
    return metadata;
  }

  private static Connection connect() throws Exception {
    var factory = new ConnectionFactory();
    factory.setUri(server.address());
    return factory.newConnection();
  }

  @Nested
  class Output extends OutputBindingTck {

    private final String queue = "out-" + UUID.randomUUID();
    private Map<String, String> more = Map.of();

    @Override
    protected ComponentProvider<Binding> provider() {
      return new RabbitBinding.Provider();
    }

    @Override
    protected Map<String, String> metadata() {
      var metadata = RabbitBindingTest.metadata(queue);
      metadata.putAll(more);
      return metadata;
    }

    @Override
    protected BindingRequest request() {
      return new BindingRequest("create", "{}".getBytes(UTF_8), Map.of("priority", "7"));
    }

    @Override
    protected BindingRequest refusedRequest() {
      return new BindingRequest("create", new byte[0], Map.of("priority", "high"));
    }

    @Test
    void propertiesAreThePeers() throws Exception {
      var metadata =
          Map.of("ttlInSeconds", "60", "priority", "7", "messageID", "m1", "color", "blue");
      ask(open(), "create", "text", metadata);
      try (Connection connection = connect()) {
        GetResponse got = requireNonNull(connection.createChannel().basicGet(queue, true));
        assertThat(got.getBody()).asString(UTF_8).isEqualTo("text");
        assertThat(got.getProps().getExpiration()).isEqualTo("60000");
        assertThat(got.getProps().getPriority()).isEqualTo(7);
        assertThat(got.getProps().getMessageId()).isEqualTo("m1");
        assertThat(got.getProps().getContentType()).isEqualTo("text/plain");
        assertThat(got.getProps().getDeliveryMode()).isEqualTo(2);
        assertThat(got.getProps().getHeaders().get("color")).hasToString("blue");
      }
    }

    @Test
    void theQueueIsThePeers() throws Exception {
      more = Map.of("maxPriority", "5", "ttl", "60s", "contentType", "application/json");
      ask(open(), "create", "text", Map.of());
      try (Connection connection = connect()) {
        var channel = connection.createChannel();
        Map<String, Object> arguments = Map.of("x-message-ttl", 60_000, "x-max-priority", 5);
        assertThat(channel.queueDeclare(queue, true, false, false, arguments).getMessageCount())
            .isEqualTo(1);
        assertThat(channel.basicGet(queue, true).getProps().getContentType())
            .isEqualTo("application/json");
      }
      more = Map.of();
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(this::open)
          .withMessageContaining("inequivalent arg");
    }

    @Test
    void whatIsNoLifeSpanIsRefused() throws Exception {
      OutputBinding binding = open();
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> ask(binding, "create", "text", Map.of("ttlInSeconds", "0")))
          .withMessage("ttlInSeconds: \"0\" (expected: a number of seconds above zero)");
    }
  }

  @Nested
  class Input extends InputBindingTck {

    private final String queue = "in-" + UUID.randomUUID();

    @Override
    protected ComponentProvider<Binding> provider() {
      return new RabbitBinding.Provider();
    }

    @Override
    protected Map<String, String> metadata() {
      return RabbitBindingTest.metadata(queue);
    }

    @Override
    protected void happen() throws Exception {
      publish("event");
    }

    private void publish(String text) throws Exception {
      OutputBinding output = requireNonNull(open().output());
      output.invoke(new BindingRequest("create", text.getBytes(UTF_8), Map.of("my color", "blue")));
    }

    @Override
    protected boolean sendsAgain() {
      return true;
    }

    @Test
    void headersAreMetadata() throws Exception {
      List<InputEvent> events = new CopyOnWriteArrayList<>();
      try (Reading _ = open().read(event -> taken(events, event))) {
        publish("event");
        await().until(() -> !events.isEmpty());
      }
      assertThat(events.getFirst().data()).asString(UTF_8).isEqualTo("event");
      assertThat(events.getFirst().metadata()).isEqualTo(Map.of("my+color", "blue"));
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
      try (Connection connection = connect()) {
        assertThat(connection.createChannel().queueDeclarePassive(queue).getMessageCount())
            .isZero();
      }
    }

    /** What was taken just before a broker's sudden end may come again. */
    @Test
    void readsOnWhenTheBrokerIsBack() throws Exception {
      List<String> texts = new CopyOnWriteArrayList<>();
      try (Reading _ =
          open()
              .read(
                  event -> {
                    texts.add(new String(event.data(), UTF_8));
                    return new byte[0];
                  })) {
        publish("before");
        await().until(() -> texts.contains("before"));
        server.kill();
        server.start();
        publish("after");
        await().atMost(Duration.ofSeconds(20)).until(() -> texts.contains("after"));
      }
    }

    private static byte[] taken(List<InputEvent> events, InputEvent event) {
      events.add(event);
      return new byte[0];
    }
  }
}
