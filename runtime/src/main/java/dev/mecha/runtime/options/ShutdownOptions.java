package dev.mecha.runtime.options;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a sidecar ends.
 *
 * @param grace how long calls in flight may take
 * @param block how long it goes on serving after it was told to stop, or null
 */
public record ShutdownOptions(Duration grace, @Nullable Duration block) {

  /**
   * @return the peer's defaults
   */
  public static ShutdownOptions defaults() {
    return new ShutdownOptions(Duration.ofSeconds(5), null);
  }
}
