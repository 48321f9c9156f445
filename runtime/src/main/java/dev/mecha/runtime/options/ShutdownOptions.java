package dev.mecha.runtime.options;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a sidecar ends.
 *
 * @param grace how long closing may take, calls in flight included; zero for no limit
 * @param block how long it goes on serving after it was told to stop, or null
 */
public record ShutdownOptions(Duration grace, @Nullable Duration block) {

  /**
   * @return whether nothing is ever cut off
   */
  public boolean unlimited() {
    return grace.isZero();
  }

  /**
   * @return the peer's defaults
   */
  public static ShutdownOptions defaults() {
    return new ShutdownOptions(Duration.ofSeconds(5), null);
  }
}
