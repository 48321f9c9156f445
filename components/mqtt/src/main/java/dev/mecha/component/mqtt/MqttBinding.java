package dev.mecha.component.mqtt;

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
import dev.mecha.spi.pubsub.ConsumerGroup;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a topic on a broker that speaks MQTT 3.1.1. Publishing and reading have a session
 * each, and connect when they are first asked to.
 */
public final class MqttBinding implements InputBinding, OutputBinding {

  private final MqttSettings settings;
  private final String topic;
  private final int again;
  private final Set<Reading> readings = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable MqttLine outgoing;
  private boolean closed;

  /** Makes {@code bindings.mqtt3}. */
  public static final class Provider implements ComponentProvider<Binding> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<Binding> kind() {
      return Binding.class;
    }

    @Override
    public List<String> types() {
      return List.of("bindings.mqtt3", "bindings.mqtt");
    }

    @Override
    public Binding create(ComponentContext context) {
      return new MqttBinding(context);
    }
  }

  /**
   * @param context its metadata
   * @throws dev.mecha.spi.InvalidMetadataException if the metadata is wrong
   */
  public MqttBinding(ComponentContext context) {
    this.settings = MqttSettings.of(context.metadata(), ConsumerGroup.of(context));
    this.topic = context.metadata().property("topic").required();
    int retries = context.metadata().property("backOffMaxRetries").integer(-1, -1);
    this.again = retries < 0 ? MqttSubscription.FOR_EVER : retries;
  }

  @Override
  public void ping() {
    lock.lock();
    try {
      if (outgoing != null) {
        outgoing.requireConnected();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<String> operations() {
    return List.of("create");
  }

  @Override
  public @Nullable BindingResponse invoke(BindingRequest request) throws InterruptedException {
    String named = request.metadata().getOrDefault("topic", "");
    outgoing().publish(named.isEmpty() ? topic : named, request.data(), settings.retain());
    return null;
  }

  private MqttLine outgoing() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (closed) {
        throw new ComponentException("mqtt at " + settings.server() + ": closed");
      }
      if (outgoing == null) {
        outgoing =
            MqttLine.open(settings.forClient(settings.clientId() + "-producer"), new Router());
      }
      return outgoing;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Reading read(EventHandler handler) throws InterruptedException {
    var router = new Router();
    var line = MqttLine.open(settings.forClient(settings.clientId() + "-consumer"), router);
    var subscription =
        new MqttSubscription(
            new TopicFilter(topic),
            again,
            message ->
                handler.handle(new InputEvent(message.data(), Map.of("topic", message.topic()))),
            router,
            line::acknowledge,
            closing -> {});
    var reading =
        new Reading() {
          @Override
          public void close() {
            if (readings.remove(this)) {
              subscription.close();
              line.close();
            }
          }
        };
    readings.add(reading);
    boolean subscribed = false;
    try {
      router.add(subscription);
      line.subscribe(subscription.filter());
      subscribed = true;
    } finally {
      if (!subscribed) {
        reading.close();
      }
    }
    return reading;
  }

  @Override
  public void close() {
    readings.forEach(Reading::close);
    lock.lock();
    try {
      closed = true;
      if (outgoing != null) {
        outgoing.close();
        outgoing = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
