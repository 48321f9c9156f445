package dev.mecha.component.mqtt;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.tck.MutualTlsPubSubTck;
import dev.mecha.tck.server.Certificates;
import dev.mecha.tck.server.Mosquitto;
import java.nio.file.Path;
import java.util.Map;

class TlsTest extends MutualTlsPubSubTck {

  @Override
  protected ComponentProvider<PubSub> provider() {
    return new MqttPubSub.Provider();
  }

  @Override
  protected Server start(Path folder, Certificates authority) throws Exception {
    var server = Mosquitto.startTls(folder, authority);
    return new Server(
        Map.of("url", "ssl://127.0.0.1:" + server.port(), "consumerID", "tls"), server);
  }
}
