package dev.mecha.acceptance.process;

import dev.mecha.tck.server.RealServers;
import dev.mecha.tck.server.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A PostgreSQL with a cluster of its own. It refuses to run as root, so there it runs as the user
 * {@code postgres}.
 */
public final class PostgresServer implements Engine {

  private static final String USER = "postgres";
  private static final Duration START = Duration.ofSeconds(30);

  private final Path folder;
  private final Path data;
  private final int port = Ports.free();
  private ServerProcess process;

  private PostgresServer(Path folder) {
    this.folder = folder;
    this.data = folder.resolve("data");
    makeCluster();
    this.process = launch();
  }

  /**
   * @param folder for its files
   * @return a server that takes connections; the test is skipped where there is none
   */
  public static PostgresServer in(Path folder) {
    return new PostgresServer(folder);
  }

  private void makeCluster() {
    try {
      Files.createDirectories(data);
      if (isRoot()) {
        letIn();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var init =
        ServerProcess.start(
            folder, command("initdb", "-A", "trust", "-U", USER, "-E", "UTF8", "--no-sync"));
    Awaitility.await().atMost(START).until(() -> !init.isAlive());
    init.close();
  }

  private void letIn() throws IOException {
    var users = folder.getFileSystem().getUserPrincipalLookupService();
    Files.setOwner(data, users.lookupPrincipalByName(USER));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    for (int i = temporary.getNameCount() + 1; i <= folder.getNameCount(); i++) {
      Path above = folder.getRoot().resolve(folder.subpath(0, i));
      var permissions = Files.getPosixFilePermissions(above);
      permissions.addAll(PosixFilePermissions.fromString("--x--x--x"));
      Files.setPosixFilePermissions(above, permissions);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private List<String> command(String program, String... arguments) {
    var command = new ArrayList<String>();
    if (isRoot()) {
      command.addAll(
          List.of(
              RealServers.require("setpriv").toString(),
              "--reuid=" + USER,
              "--regid=" + USER,
              "--clear-groups"));
    }
    command.add(RealServers.require(program, folders()).toString());
    command.add("-D");
    command.add(data.toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Debian keeps the server's programs out of the PATH, one folder for each release. */
  private static Path[] folders() {
    Path releases = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(releases)) {
      return new Path[0];
    }
    try (Stream<Path> all = Files.list(releases)) {
      return all.map(release -> release.resolve("bin")).sorted().toArray(Path[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServerProcess launch() {
    var started =
        ServerProcess.start(
            folder,
            command(
                "postgres",
                "-p",
                "" + port,
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories="));
    return started.awaitPort(port, START);
  }

  @Override
  public String component() {
    return Resources.stateStore("state.postgresql", "connectionString", url(), "timeout", "3s");
  }

  private String url() {
    return "postgresql://"
        + USER
        + "@127.0.0.1:"
        + port
        + "/postgres?sslmode=disable&connect_timeout=3";
  }

  @Override
  public void kill() {
    var family = process().descendants().toList();
    process.kill();
    // Its children notice by themselves that they are orphans, and the next start waits for them.
    family.forEach(ProcessHandle::destroyForcibly);
    Awaitility.await().atMost(START).until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
  }

  private ProcessHandle process() {
    return ProcessHandle.of(process.pid()).orElseThrow();
  }

  @Override
  public void restart() {
    process = launch();
  }

  @Override
  public void freeze() {
    signal("STOP");
  }

  @Override
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    process().descendants().forEach(child -> Signals.send(child.pid(), name));
    Signals.send(process.pid(), name);
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
