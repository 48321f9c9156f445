package dev.mecha.tck.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real RabbitMQ on a free port, with a folder and a port mapper of its own. */
public final class RabbitServer implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(90);

  private final Path folder;
  private final String configuration;
  private final int port = RealServers.freePort();
  private final int tlsPort = RealServers.freePort();
  private final int mapperPort = RealServers.freePort();
  private final int nodePort = RealServers.freePort();
  private final ServerProcess mapper;
  private @Nullable ServerProcess process;

  private RabbitServer(Path folder, String configuration) {
    this.folder = folder;
    this.configuration = configuration;
    String epmd = RealServers.require("epmd").toString();
    this.mapper =
        ServerProcess.start(
                folder.resolve("epmd"),
                List.of(epmd, "-port", String.valueOf(mapperPort), "-address", "127.0.0.1"))
            .awaitPort(mapperPort, START);
  }

  /**
   * @param folder where it keeps its files
   * @return a broker that takes connections
   */
  public static RabbitServer start(Path folder) {
    RealServers.require("rabbitmq-server", Path.of("/usr/lib/rabbitmq/bin"), Path.of("/usr/sbin"));
    var server = new RabbitServer(folder, "none");
    server.start();
    return server;
  }

  /**
   * @param folder where it keeps its files
   * @param certificates that sign {@code server.crt}, and those of clients
   * @return a broker that takes encrypted connections too, from clients with a certificate
   * @throws IOException if its configuration cannot be written
   */
  public static RabbitServer startTls(Path folder, Certificates certificates) throws IOException {
    RealServers.require("rabbitmq-server", Path.of("/usr/lib/rabbitmq/bin"), Path.of("/usr/sbin"));
    var server = new RabbitServer(folder, "rabbitmq.conf");
    Files.writeString(
        folder.resolve("rabbitmq.conf"),
        """
        listeners.ssl.1 = 127.0.0.1:%d
        ssl_options.cacertfile = %s
        ssl_options.certfile = %s
        ssl_options.keyfile = %s
        ssl_options.verify = verify_peer
        ssl_options.fail_if_no_peer_cert = true
        """
            .formatted(
                server.tlsPort,
                certificates.file("ca.crt"),
                certificates.file("server.crt"),
                certificates.file("server.key")));
    server.start();
    return server;
  }

  /** Starts it, after {@link #kill} with the same data. */
  public void start() {
    Path program = RealServers.require("rabbitmq-server", Path.of("/usr/lib/rabbitmq/bin"));
    Path own = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    var command = new ArrayList<String>();
    command.add("env");
    command.add("HOME=" + folder);
    command.add("ERL_EPMD_PORT=" + mapperPort);
    command.add("ERL_EPMD_ADDRESS=127.0.0.1");
    command.add("RABBITMQ_NODENAME=mecha" + port + "@localhost");
    command.add("RABBITMQ_NODE_IP_ADDRESS=127.0.0.1");
    command.add("RABBITMQ_NODE_PORT=" + port);
    command.add("RABBITMQ_DIST_PORT=" + nodePort);
    command.add("RABBITMQ_MNESIA_BASE=" + folder.resolve("data"));
    command.add("RABBITMQ_LOG_BASE=" + folder.resolve("log"));
    command.add("RABBITMQ_LOGS=-");
    command.add("RABBITMQ_PID_FILE=" + folder.resolve("pid"));
    command.add("RABBITMQ_CONFIG_FILE=" + folder.resolve(configuration));
    command.add("RABBITMQ_CONF_ENV_FILE=" + folder.resolve("none"));
    command.add("RABBITMQ_ENABLED_PLUGINS_FILE=" + folder.resolve("plugins"));
    command.add("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=+sbwt none +S 1:1");
    // So that the shell becomes the broker, and the process id is the broker's.
    command.add("RABBITMQ_ALLOW_INPUT=1");
    command.add((own.toFile().canExecute() ? own : program).toString());
    process = ServerProcess.start(folder, command).awaitPort(port, START);
  }

  /**
   * @return where it is, with the credentials
   */
  public String address() {
    return "amqp://guest:guest@127.0.0.1:" + port;
  }

  /**
   * @return where it takes encrypted connections, with the credentials
   */
  public String tlsAddress() {
    return "amqps://guest:guest@127.0.0.1:" + tlsPort;
  }

  /**
   * @return where it listens, on the loopback interface
   */
  public int port() {
    return port;
  }

  /** Ends it as a power cut would. */
  public void kill() {
    if (process != null) {
      process.kill();
    }
  }

  @Override
  public void close() {
    kill();
    mapper.kill();
  }
}
