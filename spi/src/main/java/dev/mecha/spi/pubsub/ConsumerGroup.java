package dev.mecha.spi.pubsub;

import dev.mecha.spi.ComponentContext;

/** Who shares messages with whom. */
public final class ConsumerGroup {

  /** The metadata field that names the group. */
  public static final String FIELD = "consumerID";

  private ConsumerGroup() {}

  /**
   * The group in which a component consumes: its {@code consumerID}, which the runtime sets to the
   * name of the application unless the user did.
   *
   * @param context what the component is told
   * @return the group's name; empty if neither is known
   */
  public static String of(ComponentContext context) {
    return context.metadata().property(FIELD).text(context.appId());
  }
}
