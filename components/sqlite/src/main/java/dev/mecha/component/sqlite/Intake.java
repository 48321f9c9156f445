package dev.mecha.component.sqlite;

import dev.mecha.spi.pubsub.Subscription;

/** A subscription as the pump sees it. */
interface Intake extends Subscription {

  String topic();

  /** Whether messages are in the handler's hands. */
  boolean isBusy();

  /** There may be something new. */
  void wake();

  /** Takes what there is and there is room for. The pump's thread. */
  void fill() throws InterruptedException;
}
