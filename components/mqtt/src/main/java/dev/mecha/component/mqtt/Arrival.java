package dev.mecha.component.mqtt;

import dev.mecha.spi.pubsub.Message;
import java.util.Map;
import org.eclipse.paho.client.mqttv3.MqttMessage;

/**
 * A message in the sidecar's hands.
 *
 * @param message as the handler gets it
 * @param id by which it is acknowledged
 * @param qos how hard the broker tries
 * @param connection the number of the connection on which it came: its id means nothing on others
 */
record Arrival(Message message, int id, int qos, long connection) {

  static Arrival of(String topic, MqttMessage message, long connection) {
    var metadata = Map.of("retained", String.valueOf(message.isRetained()));
    return new Arrival(
        new Message(topic, message.getPayload(), metadata, null),
        message.getId(),
        message.getQos(),
        connection);
  }
}
