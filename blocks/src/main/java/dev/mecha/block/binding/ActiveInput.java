package dev.mecha.block.binding;

import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.binding.EventHandler;
import dev.mecha.spi.binding.InputBinding;
import dev.mecha.spi.binding.InputEvent;
import dev.mecha.spi.binding.Reading;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A reading whose end waits for the events under way, and lets no more of them in. */
final class ActiveInput implements EventHandler {

  /** How long events under way may hold up the end. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final EventHandler handler;

  /** One party for the reading itself, one for each event; over when all have left. */
  private final Phaser parties = new Phaser(1);

  private volatile boolean closed;
  private @Nullable Reading reading;

  ActiveInput(EventHandler handler) {
    this.handler = handler;
  }

  void begin(InputBinding input) throws InterruptedException {
    reading = input.read(this);
  }

  @Override
  public byte[] handle(InputEvent event) throws DeliveryException, InterruptedException {
    if (closed || parties.register() < 0) {
      throw new DeliveryException("input binding is closed", null);
    }
    try {
      return handler.handle(event);
    } finally {
      parties.arriveAndDeregister();
    }
  }

  void close() {
    closed = true;
    int phase = parties.arriveAndDeregister();
    try {
      if (phase >= 0) {
        parties.awaitAdvanceInterruptibly(phase, PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (TimeoutException e) {
      // They are interrupted with the reading.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (reading != null) {
        reading.close();
      }
    }
  }
}
