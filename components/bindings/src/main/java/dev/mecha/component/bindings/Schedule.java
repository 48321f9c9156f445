package dev.mecha.component.bindings;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When something happens again and again. */
@FunctionalInterface
interface Schedule {

  /**
   * @param time any time
   * @return the first time after that, or null if there is none within five years
   */
  @Nullable Instant next(Instant time);
}
