package dev.mecha.component.rabbitmq;

import dev.mecha.tck.server.RealServers;
import dev.mecha.tck.server.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real broker on a free port, with a folder and a port mapper of its own. */
final class RabbitServer implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(90);

  private final Path folder;
  private final int port = RealServers.freePort();
  private final int mapperPort = RealServers.freePort();
  private final int nodePort = RealServers.freePort();
  private final ServerProcess mapper;
  private @Nullable ServerProcess process;

  private RabbitServer(Path folder) {
    this.folder = folder;
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
  static RabbitServer start(Path folder) {
    RealServers.require("rabbitmq-server", Path.of("/usr/lib/rabbitmq/bin"), Path.of("/usr/sbin"));
    var server = new RabbitServer(folder);
    server.start();
    return server;
  }

  /** Starts it, after {@link #kill} with the same data. */
  void start() {
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
    command.add("RABBITMQ_CONFIG_FILE=" + folder.resolve("none"));
    command.add("RABBITMQ_CONF_ENV_FILE=" + folder.resolve("none"));
    command.add("RABBITMQ_ENABLED_PLUGINS_FILE=" + folder.resolve("plugins"));
    command.add("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=+sbwt none +S 1:1");
    // So that the shell becomes the broker, and the process id is the broker's.
    command.add("RABBITMQ_ALLOW_INPUT=1");
    command.add((own.toFile().canExecute() ? own : program).toString());
    process = ServerProcess.start(folder, command).awaitPort(port, START);
  }

  String address() {
    return "amqp://guest:guest@127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  void kill() {
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
