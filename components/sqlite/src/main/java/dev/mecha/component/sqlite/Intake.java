package dev.mecha.component.sqlite;

import dev.mecha.spi.pubsub.Subscription;
import java.util.List;

/** A subscription as the pump sees it. */
interface Intake extends Subscription {

  String topic();

  /** The places in the log of the messages that the handler has, or waits to be given. */
  List<Long> inHand();

  /** There may be something new. */
  void wake();

  /** Takes what there is and there is room for. The pump's thread. */
  void fill() throws InterruptedException;
}
