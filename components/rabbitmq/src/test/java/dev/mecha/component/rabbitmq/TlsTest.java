package dev.mecha.component.rabbitmq;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.tck.MutualTlsPubSubTck;
import dev.mecha.tck.server.Certificates;
import dev.mecha.tck.server.RabbitServer;
import java.nio.file.Path;
import java.util.Map;

class TlsTest extends MutualTlsPubSubTck {

  @Override
  protected ComponentProvider<PubSub> provider() {
    return new RabbitPubSub.Provider();
  }

  @Override
  protected Server start(Path folder, Certificates authority) throws Exception {
    var server = RabbitServer.startTls(folder, authority);
    return new Server(Map.of("connectionString", server.tlsAddress(), "consumerID", "tls"), server);
  }
}
