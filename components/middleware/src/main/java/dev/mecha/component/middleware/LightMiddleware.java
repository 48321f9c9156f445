package dev.mecha.component.middleware;

import dev.mecha.spi.middleware.HttpMiddleware;

/** Middleware that only looks and counts: nothing is held, nothing has to be closed. */
abstract class LightMiddleware implements HttpMiddleware {

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void close() {
    // holds nothing
  }
}
