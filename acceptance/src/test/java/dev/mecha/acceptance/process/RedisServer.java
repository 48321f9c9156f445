package dev.mecha.acceptance.process;

import dev.mecha.tck.server.RealServers;
import dev.mecha.tck.server.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Redis that writes every command to its log before it answers. */
public final class RedisServer implements Engine {

  private final Path folder;
  private final int port;
  private ServerProcess process;

  private RedisServer(Path folder) {
    this.folder = folder;
    this.port = Ports.free();
    this.process = launch();
  }

  /**
   * @param folder for its files
   * @return a server that takes connections; the test is skipped where there is none
   */
  public static RedisServer in(Path folder) {
    return new RedisServer(folder);
  }

  private ServerProcess launch() {
    var command =
        List.of(
            RealServers.require("redis-server").toString(),
            "--port",
            "" + port,
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "yes",
            "--appendfsync",
            "always");
    return ServerProcess.start(folder, command).awaitPort(port, Duration.ofSeconds(20));
  }

  /**
   * @return where it is: host and port
   */
  public String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public String component() {
    return Resources.stateStore(
        "state.redis",
        "redisHost",
        address(),
        "readTimeout",
        "2s",
        "writeTimeout",
        "2s",
        "redisMaxRetries",
        "1");
  }

  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public void restart() {
    process = launch();
  }

  @Override
  public void freeze() {
    Signals.send(process.pid(), "STOP");
  }

  @Override
  public void thaw() {
    Signals.send(process.pid(), "CONT");
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
