package dev.mecha.component.kafka;

import dev.mecha.tck.server.RealServers;
import dev.mecha.tck.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real broker that is its own controller, in a JVM of its own, on free ports. */
final class KafkaServer implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);

  private final Path folder;
  private final Path properties;
  private final int port = RealServers.freePort();
  private ServerProcess process;

  private KafkaServer(Path folder, Path properties) throws IOException {
    this.folder = folder;
    this.properties = properties;
    Files.writeString(
        properties,
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        controller.listener.names=CONTROLLER
        log.dirs=%3$s
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        group.initial.rebalance.delay.ms=0
        num.partitions=1
        auto.create.topics.enable=true
        """
            .formatted(port, RealServers.freePort(), folder.resolve("data")));
    ServerProcess format =
        ServerProcess.start(
            folder.resolve("format"),
            java(
                "kafka.tools.StorageTool",
                "format",
                "-t",
                "AAAAAAAAAAAAAAAAAAAAAQ",
                "-c",
                properties.toString()));
    org.awaitility.Awaitility.await().atMost(START).until(() -> !format.isAlive());
    this.process = run();
  }

  /**
   * @param folder where it keeps its files
   * @return a broker that takes connections
   */
  static KafkaServer start(Path folder) throws IOException {
    return new KafkaServer(folder, folder.resolve("server.properties"));
  }

  private ServerProcess run() {
    return ServerProcess.start(folder, java("kafka.Kafka", properties.toString()))
        .awaitPort(port, START);
  }

  private static List<String> java(String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(arguments));
    return command;
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  void kill() {
    process.kill();
  }

  void restart() {
    process = run();
  }

  @Override
  public void close() {
    process.kill();
  }
}
