package dev.mecha.component.mysql;

import dev.mecha.tck.server.RealServers;
import dev.mecha.tck.server.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A MariaDB server on a free port of the loopback interface, with a folder of its own; the one that
 * tests share ends with the JVM.
 */
final class MariaServer implements AutoCloseable {

  static final String PASSWORD = "p@ss/w:rd?";

  private static final Duration START = Duration.ofSeconds(60);
  private static final Path[] FOLDERS = {Path.of("/usr/sbin"), Path.of("/usr/local/sbin")};

  private static @Nullable MariaServer shared;

  private final Path folder;
  private final int port = RealServers.freePort();
  private final List<String> options;
  private final AtomicInteger schemas = new AtomicInteger();
  private ServerProcess process;

  private MariaServer(List<String> options) {
    this.options = options;
    Path install = RealServers.require("mariadb-install-db", FOLDERS);
    var _ = RealServers.require("mariadbd", FOLDERS);
    try {
      this.folder = Files.createTempDirectory("mariadb-");
      Path init = folder.resolve("init.sql");
      Files.writeString(
          init,
          "CREATE USER IF NOT EXISTS mecha@'%' IDENTIFIED BY '"
              + PASSWORD
              + "';\n"
              + "GRANT ALL ON *.* TO mecha@'%';");
      ServerProcess installing =
          ServerProcess.start(
              folder,
              List.of(
                  install.toString(),
                  "--no-defaults",
                  "--user=" + System.getProperty("user.name"),
                  "--auth-root-authentication-method=normal",
                  "--skip-test-db",
                  "--datadir=" + folder.resolve("data")));
      Awaitility.await().atMost(START).until(() -> !installing.isAlive());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.process = run();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /** The server that tests share. */
  static synchronized MariaServer shared() {
    if (shared == null) {
      shared = new MariaServer(List.of());
    }
    return shared;
  }

  /**
   * @param options further ones
   * @return a server of the test's own
   */
  static MariaServer start(String... options) {
    return new MariaServer(List.of(options));
  }

  private ServerProcess run() {
    var command = new ArrayList<String>();
    command.add(RealServers.require("mariadbd", FOLDERS).toString());
    command.add("--no-defaults");
    command.add("--user=" + System.getProperty("user.name"));
    command.add("--bind-address=127.0.0.1");
    command.add("--port=" + port);
    command.add("--datadir=" + folder.resolve("data"));
    command.add("--socket=" + folder.resolve("socket"));
    command.add("--pid-file=" + folder.resolve("pid"));
    command.add("--init-file=" + folder.resolve("init.sql"));
    command.add("--skip-name-resolve");
    command.add("--innodb-buffer-pool-size=32M");
    command.addAll(options);
    return ServerProcess.start(folder, command).awaitPort(port, START);
  }

  void kill() {
    process.kill();
  }

  void restart() {
    process = run();
  }

  /** Where it is, as a connection string; parameters begin with a question mark. */
  String name(String database, String parameters) {
    return "mecha:" + PASSWORD + "@tcp(127.0.0.1:" + port + ")/" + database + parameters;
  }

  /** A name that no other test uses. */
  String newSchema() {
    return "schema_" + schemas.incrementAndGet();
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:" + port + "/?allowMultiQueries=true", "mecha", PASSWORD);
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Nullable String ask(String sql) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  @Override
  public void close() {
    process.kill();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // The machine's temporary folder is cleaned up by others.
    }
  }
}
