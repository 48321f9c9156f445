package dev.mecha.spi.configuration;

/** A listener at a configuration store. */
public interface ConfigurationSubscription extends AutoCloseable {

  /** Ends it: the listener is told nothing more when this returns. Idempotent. */
  @Override
  void close();
}
