package dev.mecha.component.rabbitmq;

import com.rabbitmq.client.Channel;
import java.io.IOException;

/** Makes on a new channel what the broker has to have; what is there already stays. */
@FunctionalInterface
interface Declaration {

  /**
   * @param channel to declare on
   * @throws IOException if the broker refuses or the connection is lost
   */
  void declare(Channel channel) throws IOException;
}
