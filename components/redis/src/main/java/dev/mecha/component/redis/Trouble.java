package dev.mecha.component.redis;

import io.lettuce.core.event.Event;
import io.lettuce.core.event.EventBus;
import io.lettuce.core.event.connection.ConnectionActivatedEvent;
import io.lettuce.core.event.connection.ReconnectFailedEvent;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Why there is no connection, for the messages of the calls that are refused meanwhile. Listens to
 * the driver in place of its event bus, which nobody else needs.
 */
final class Trouble implements EventBus {

  private volatile @Nullable String reason;

  /**
   * @param why the connection was lost or could not be made
   */
  void note(String why) {
    reason = why;
  }

  /**
   * @return the last reason, or null if all is well
   */
  @Nullable String reason() {
    return reason;
  }

  @Override
  public void publish(Event event) {
    if (event instanceof ReconnectFailedEvent failed) {
      note(Failure.rootMessage(failed.getCause()));
    } else if (event instanceof ConnectionActivatedEvent) {
      reason = null;
    }
  }

  @Override
  public Flux<Event> get() {
    return Flux.never();
  }
}
