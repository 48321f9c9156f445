package dev.mecha.component.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.EventHandler;
import dev.mecha.spi.binding.InputBinding;
import dev.mecha.spi.binding.InputEvent;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.spi.binding.Reading;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Messages of one queue in RabbitMQ: published to it, and brought from it one at a time. */
public final class RabbitBinding implements InputBinding, OutputBinding {

  private static final int PERSISTENT = 2;
  private static final Set<String> TTL = Set.of("ttl", "ttlinseconds");

  private final BindingSettings settings;
  private final Broker broker;
  private final Publisher publisher;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Set<RabbitSubscription> readings = ConcurrentHashMap.newKeySet();

  /** Makes {@code bindings.rabbitmq}. */
  public static final class Provider implements ComponentProvider<Binding> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<Binding> kind() {
      return Binding.class;
    }

    @Override
    public List<String> types() {
      return List.of("bindings.rabbitmq");
    }

    @Override
    public Binding create(ComponentContext context) throws InterruptedException {
      return new RabbitBinding(context);
    }
  }

  /**
   * Connects and makes the queue.
   *
   * @param context its metadata
   * @throws ComponentException if the broker cannot be reached, the queue is there and different,
   *     or the metadata is wrong
   * @throws InterruptedException if the calling thread is interrupted
   */
  public RabbitBinding(ComponentContext context) throws InterruptedException {
    this.settings = BindingSettings.of(context.metadata());
    this.broker = new Broker(settings.connection());
    this.publisher = new Publisher(broker, true, exchange -> settings::declare, closed);
    boolean made = false;
    try {
      Channel channel = broker.channel();
      broker.run(() -> settings.declare(channel));
      Broker.drop(channel);
      made = true;
    } finally {
      if (!made) {
        broker.close();
      }
    }
  }

  @Override
  public void ping() throws InterruptedException {
    Broker.drop(broker.channel());
  }

  @Override
  public List<String> operations() {
    return List.of("create");
  }

  @Override
  public @Nullable BindingResponse invoke(BindingRequest request) throws InterruptedException {
    publisher.publish(
        new Outgoing("", settings.queue(), properties(request.metadata()), request.data()));
    return null;
  }

  private AMQP.BasicProperties properties(Map<String, String> metadata) {
    var properties =
        new AMQP.BasicProperties.Builder()
            .deliveryMode(PERSISTENT)
            .contentType(settings.contentType())
            .headers(Map.copyOf(metadata));
    metadata.forEach(
        (name, value) -> {
          if (!value.isEmpty() && TTL.contains(name.toLowerCase(Locale.ROOT))) {
            properties.expiration(millis(name, value));
          }
        });
    String priority = metadata.getOrDefault("priority", "");
    if (!priority.isEmpty()) {
      properties.priority(priority(priority));
    }
    Texts.describe(metadata, properties);
    return properties.build();
  }

  private static String millis(String name, String value) {
    try {
      return String.valueOf(BindingSettings.life(value).toMillis());
    } catch (IllegalArgumentException e) {
      throw new ComponentException(
          name + ": \"" + value + "\" (expected: a number of seconds above zero)", e);
    }
  }

  private static int priority(String value) {
    Integer priority = Texts.priority(value);
    if (priority == null) {
      throw new ComponentException(
          "priority: \"" + value + "\" (expected: an integer from 0 to 255)");
    }
    return priority;
  }

  @Override
  public Reading read(EventHandler handler) throws InterruptedException {
    var consumption =
        new Consumption(
            settings.queue(), settings::declare, false, true, settings.prefetch(), false);
    var reading =
        new RabbitSubscription(
                consumption,
                broker,
                (properties, body) ->
                    handler.handle(new InputEvent(body, metadata(properties.getHeaders()))),
                readings::remove)
            .start();
    readings.add(reading);
    return reading::close;
  }

  /** Names are escaped, so that they can be headers of the call to the application. */
  private static Map<String, String> metadata(@Nullable Map<String, Object> headers) {
    var metadata = new HashMap<String, String>();
    if (headers != null) {
      headers.forEach(
          (name, value) -> {
            if (value != null) {
              metadata.put(URLEncoder.encode(name, StandardCharsets.UTF_8), Texts.text(value));
            }
          });
    }
    return metadata;
  }

  @Override
  public void close() {
    closed.countDown();
    readings.forEach(RabbitSubscription::close);
    broker.close();
  }
}
