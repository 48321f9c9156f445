package dev.mecha.component.crypto;

import com.nimbusds.jose.jwk.JWK;

/** Where keys are. Thread-safe. */
interface KeySource extends AutoCloseable {

  /**
   * @throws dev.mecha.spi.ComponentException if there is no such key, or it cannot be had
   * @throws InterruptedException if the calling thread is interrupted
   */
  JWK key(String name) throws InterruptedException;

  /**
   * Whether keys can be had.
   *
   * @throws dev.mecha.spi.ComponentException if not
   */
  default void ping() {}

  @Override
  default void close() {}
}
