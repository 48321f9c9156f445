package dev.mecha.block.binding;

import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.binding.EventHandler;
import dev.mecha.spi.binding.InputBinding;
import dev.mecha.spi.binding.InputEvent;
import dev.mecha.spi.binding.Reading;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A reading whose end waits for the events under way, and lets no more of them in. */
final class ActiveInput implements EventHandler {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.processor.binding");

  /** How long events under way may hold up the end before they are interrupted. */
  private static final Duration DRAIN = Duration.ofSeconds(30);

  /** How long they may take then. */
  private static final Duration RETREAT = Duration.ofSeconds(5);

  private final EventHandler handler;
  private final Duration drain;
  private volatile boolean closed;
  private @Nullable Reading reading;

  ActiveInput(EventHandler handler) {
    this(handler, DRAIN);
  }

  /**
   * @param drain how long events under way may hold up the end
   */
  ActiveInput(EventHandler handler, Duration drain) {
    this.handler = handler;
    this.drain = drain;
  }

  void begin(InputBinding input) throws InterruptedException {
    reading = input.read(this);
  }

  @Override
  public byte[] handle(InputEvent event) throws DeliveryException, InterruptedException {
    if (closed) {
      throw new DeliveryException("input binding is closed", null);
    }
    return handler.handle(event);
  }

  /** Waits for the events under way. If they take too long they are interrupted. */
  void close() {
    closed = true;
    if (reading == null) {
      return;
    }
    Thread closer = Thread.ofVirtual().name("binding-end").start(reading::close);
    try {
      if (closer.join(drain)) {
        return;
      }
      closer.interrupt();
      if (!closer.join(RETREAT)) {
        LOG.warn("An event of an input binding does not end, and is left behind");
      }
    } catch (InterruptedException e) {
      closer.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
