package dev.mecha.block.pubsub.broker;

import dev.mecha.spi.ComponentException;

/** The scopes of a broker keep the application from a topic. */
public final class TopicForbiddenException extends ComponentException {

  private static final long serialVersionUID = 1;

  TopicForbiddenException(String topic, String appId) {
    super("topic " + topic + " is not allowed for app id " + appId);
  }
}
