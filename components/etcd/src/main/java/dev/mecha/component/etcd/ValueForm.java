package dev.mecha.component.etcd;

import dev.mecha.spi.ComponentException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a version of the component keeps values. */
interface ValueForm {

  /**
   * A value as it was kept.
   *
   * @param bytes of the value
   * @param expiry when it expires, or null if the form does not say
   */
  record Kept(byte[] bytes, @Nullable Instant expiry) {}

  /**
   * @param value any bytes
   * @param seconds how long it lives, or 0 for ever
   * @return what the servers keep
   */
  byte[] encode(byte[] value, int seconds);

  /**
   * @param key for the message
   * @param stored what the servers keep
   * @return what is in it
   * @throws ComponentException if it is not of this form
   */
  Kept decode(String key, byte[] stored);
}
