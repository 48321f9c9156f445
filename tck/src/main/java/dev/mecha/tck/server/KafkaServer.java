package dev.mecha.tck.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A real Kafka that is its own controller, in a JVM of its own, on free ports. */
public final class KafkaServer implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);

  private final Path folder;
  private final String classPath;
  private final Path properties;
  private final int port = RealServers.freePort();
  private ServerProcess process;

  private KafkaServer(Path folder, String classPath, String protocol, String more)
      throws IOException {
    this.folder = folder;
    this.classPath = classPath;
    this.properties = folder.resolve("server.properties");
    Files.writeString(
        properties,
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=%4$s://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=%4$s://127.0.0.1:%1$d
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL
        inter.broker.listener.name=%4$s
        log.dirs=%3$s
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        group.initial.rebalance.delay.ms=0
        num.partitions=1
        auto.create.topics.enable=true
        %5$s
        """
            .formatted(port, RealServers.freePort(), folder.resolve("data"), protocol, more));
    ServerProcess format =
        ServerProcess.start(
            folder.resolve("format"),
            ServerProcess.java(
                classPath,
                "kafka.tools.StorageTool",
                "format",
                "-t",
                "AAAAAAAAAAAAAAAAAAAAAQ",
                "-c",
                properties.toString()));
    Awaitility.await().atMost(START).until(() -> !format.isAlive());
    this.process = run();
  }

  /**
   * @param folder where it keeps its files
   * @param classPath of the server
   * @return a broker that takes connections
   * @throws IOException if its configuration cannot be written
   */
  public static KafkaServer start(Path folder, String classPath) throws IOException {
    return new KafkaServer(folder, classPath, "PLAINTEXT", "");
  }

  /**
   * @param folder where it keeps its files
   * @param classPath of the server
   * @param certificates that sign {@code server.crt}, and those of clients
   * @return a broker that takes encrypted connections, from clients with a certificate
   * @throws IOException if its configuration cannot be written
   */
  public static KafkaServer startTls(Path folder, String classPath, Certificates certificates)
      throws IOException {
    Path server = folder.resolve("server.pem");
    Files.writeString(server, certificates.text("server.key") + certificates.text("server.crt"));
    String more =
        """
        ssl.keystore.type=PEM
        ssl.keystore.location=%s
        ssl.truststore.type=PEM
        ssl.truststore.location=%s
        ssl.client.auth=required
        """
            .formatted(server, certificates.file("ca.crt"));
    return new KafkaServer(folder, classPath, "SSL", more);
  }

  private ServerProcess run() {
    return ServerProcess.start(
            folder, ServerProcess.java(classPath, "kafka.Kafka", properties.toString()))
        .awaitPort(port, START);
  }

  /**
   * @return where it is: host and port
   */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Ends it as a power cut would. */
  public void kill() {
    process.kill();
  }

  /** Starts it again with the same data. */
  public void restart() {
    process = run();
  }

  @Override
  public void close() {
    process.kill();
  }
}
