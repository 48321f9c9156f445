package dev.mecha.component.aws;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.tck.server.RealServers;
import dev.mecha.tck.server.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Servers that stand in for the cloud's: each is started when a test first asks for it, serves all
 * tests of the module and ends with the JVM. Tests keep apart by the names that they choose.
 */
final class AwsServers {

  private static final Duration START = Duration.ofSeconds(60);

  private static @Nullable AwsServers s3;
  private static @Nullable AwsServers queues;
  private static @Nullable AwsServers cloud;
  private static @Nullable AwsServers topics;

  private final String endpoint;
  private final ServerProcess process;

  private AwsServers(int port, ServerProcess process) {
    this.endpoint = "http://127.0.0.1:" + port;
    this.process = process.awaitPort(port, START);
  }

  /**
   * @return S3Mock: buckets and objects
   */
  static synchronized AwsServers s3() {
    if (s3 == null) {
      int port = RealServers.freePort();
      Path folder = folder("s3mock");
      s3 =
          new AwsServers(
              port,
              java(
                  folder,
                  List.of(
                      "-Dserver.port=0",
                      "-Dhttp.port=" + port,
                      "-Dserver.address=127.0.0.1",
                      "-Dspring.main.lazy-initialization=true",
                      "-Dcom.adobe.testing.s3mock.store.root=" + folder.resolve("data")),
                  "s3mock",
                  "com.adobe.testing.s3mock.S3MockApplication"));
    }
    return s3;
  }

  /**
   * @return ElasticMQ: queues
   */
  static synchronized AwsServers queues() {
    if (queues == null) {
      int port = RealServers.freePort();
      queues =
          new AwsServers(
              port,
              java(
                  folder("elasticmq"),
                  List.of(
                      "-Drest-sqs.bind-hostname=127.0.0.1",
                      "-Drest-sqs.bind-port=" + port,
                      "-Dnode-address.host=127.0.0.1",
                      "-Dnode-address.port=" + port,
                      "-Drest-stats.enabled=false"),
                  "elasticmq",
                  "org.elasticmq.server.Main"));
    }
    return queues;
  }

  /**
   * @return Moto: tables, topics, secrets and parameters
   */
  static synchronized AwsServers cloud() {
    if (cloud == null) {
      int port = RealServers.freePort();
      cloud = new AwsServers(port, ServerProcess.start(folder("moto"), Moto.command(port)));
    }
    return cloud;
  }

  /**
   * @return Moto once more: topics and queues, for those who wait for messages
   */
  static synchronized AwsServers topics() {
    if (topics == null) {
      int port = RealServers.freePort();
      topics =
          new AwsServers(
              port, ServerProcess.start(folder("topics"), Moto.command(port, "threads")));
    }
    return topics;
  }

  private static Path folder(String name) {
    try {
      Path folder = Path.of("target", "servers").toAbsolutePath();
      Files.createDirectories(folder);
      Path own = Files.createTempDirectory(folder, name + '-');
      Files.createDirectories(own.resolve("data"));
      return own;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServerProcess java(
      Path folder, List<String> options, String server, String program) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(server), program));
    return ServerProcess.start(folder, command);
  }

  private static String classPath(String server) {
    try {
      return Files.readString(Path.of("servers", server, "target", "class-path")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @return its address
   */
  String endpoint() {
    return endpoint;
  }

  /**
   * @return the fields of a component that is to call it
   */
  Map<String, String> metadata() {
    return Map.of(
        "endpoint", endpoint, "region", "eu-central-1", "accessKey", "test", "secretKey", "test");
  }

  /**
   * @return a connection to it, for the tests themselves; does not hold anything that must be freed
   */
  AwsConnection connection() {
    return AwsConnection.of(AwsSettings.of(ComponentMetadata.of(metadata())));
  }

  /** Stops it from running without ending it: connections stay and nobody answers. */
  void freeze() {
    signal("-STOP");
  }

  /** Lets it run again. */
  void thaw() {
    signal("-CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", name, String.valueOf(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
