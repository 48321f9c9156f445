package dev.mecha.component.kafka;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.tck.MutualTlsPubSubTck;
import dev.mecha.tck.server.Certificates;
import dev.mecha.tck.server.KafkaServer;
import java.nio.file.Path;
import java.util.Map;

class TlsTest extends MutualTlsPubSubTck {

  @Override
  protected ComponentProvider<PubSub> provider() {
    return new KafkaPubSub.Provider();
  }

  @Override
  protected Server start(Path folder, Certificates authority) throws Exception {
    var server = KafkaServer.startTls(folder, System.getProperty("java.class.path"), authority);
    return new Server(
        Map.of(
            "brokers",
            server.address(),
            "authType",
            "mtls",
            "consumerGroup",
            "tls",
            "dialTimeout",
            "3s",
            "readTimeout",
            "3s",
            "writeTimeout",
            "3s"),
        server);
  }
}
