package dev.mecha.component.postgresql;

import dev.mecha.tck.server.RealServers;
import dev.mecha.tck.server.ServerProcess;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server on a free port of the loopback interface, with a folder of its own; it ends
 * with the JVM. It is the machine's own installation; without one the test is skipped, or fails
 * where {@code CI=true}. The server refuses to run as root, so root starts it as another user.
 */
final class PostgresServer {

  static final String USER = "mecha";
  static final String PASSWORD = "pa55 w'ord\\&=?/@:";

  private static final Path INSTALLATIONS = Path.of("/usr/lib/postgresql");

  private static @Nullable PostgresServer shared;

  private final Path folder;
  private final List<String> asUser;
  private final Path programs;
  private final int port = RealServers.freePort();
  private final AtomicInteger databases = new AtomicInteger();
  private @Nullable ServerProcess process;

  private PostgresServer(Path program) {
    this.programs = program.resolveSibling("");
    try {
      this.asUser = asUser();
      this.folder = Files.createTempDirectory("postgres-");
      Files.writeString(folder.resolve("password"), PASSWORD);
      giveAway();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
    initialize();
    start();
  }

  /** The one server of this JVM, made when the first test asks for it. */
  static synchronized PostgresServer shared() {
    if (shared == null) {
      shared = new PostgresServer(RealServers.require("postgres", installed()));
    }
    return shared;
  }

  private static Path[] installed() {
    if (!Files.isDirectory(INSTALLATIONS)) {
      return new Path[0];
    }
    try (Stream<Path> versions = Files.list(INSTALLATIONS)) {
      return versions
          .sorted(Comparator.reverseOrder())
          .map(version -> version.resolve("bin"))
          .toArray(Path[]::new);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> asUser() throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    String setpriv = RealServers.require("setpriv").toString();
    return List.of(
        setpriv, "--reuid=" + owner().getName(), "--regid=nogroup", "--clear-groups", "--");
  }

  private static UserPrincipal owner() throws IOException {
    return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
  }

  private void giveAway() throws IOException {
    if (!asUser.isEmpty()) {
      Files.setOwner(folder, owner());
      Files.setOwner(folder.resolve("password"), owner());
    }
  }

  private void initialize() {
    var command = new ArrayList<>(asUser);
    command.addAll(
        List.of(
            programs.resolve("initdb").toString(),
            "--pgdata=" + folder.resolve("data"),
            "--username=" + USER,
            "--pwfile=" + folder.resolve("password"),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--no-instructions"));
    ServerProcess initdb = ServerProcess.start(folder, command);
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !initdb.isAlive());
  }

  /** Starts it again after {@link #kill()} or {@link #stop()}; at once after construction. */
  void start() {
    // A process that is killed loses nothing that it has handed to the operating system: no need to
    // wait for the disk.
    var command = new ArrayList<>(asUser);
    command.addAll(
        List.of(
            programs.resolve("postgres").toString(),
            "-D",
            folder.resolve("data").toString(),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "port=" + port,
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=off",
            "-c",
            "max_connections=200"));
    process = ServerProcess.start(folder, command);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(
            () -> {
              connect("postgres").close();
              return true;
            });
  }

  /** Ends the server and all its sessions as a power cut would. */
  void kill() {
    ServerProcess running = running();
    List<ProcessHandle> sessions =
        ProcessHandle.of(running.pid()).stream().flatMap(ProcessHandle::descendants).toList();
    running.kill();
    sessions.forEach(ProcessHandle::destroyForcibly);
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> sessions.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Ends the server in order: sessions are told and lost. */
  void stop() {
    ServerProcess running = running();
    signal("INT", running.pid());
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !running.isAlive());
  }

  /** Lets the processes stand still, or go on. */
  void freeze(boolean still) {
    Stream.concat(
            Stream.of(running().pid()),
            ProcessHandle.of(running().pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid))
        .forEach(pid -> signal(still ? "STOP" : "CONT", pid));
  }

  private static void signal(String name, long pid) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
      kill.waitFor(10, TimeUnit.SECONDS);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ServerProcess running() {
    if (process == null) {
      throw new IllegalStateException("not started");
    }
    return process;
  }

  String log() {
    return running().log();
  }

  boolean isRunning() {
    return running().isAlive();
  }

  /** Encrypts connections from now on, or no longer if there is no certificate. */
  void encrypt(@Nullable String certificate, @Nullable String key) {
    try {
      if (certificate != null && key != null) {
        secret("server.crt", certificate);
        secret("server.key", key);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    execute(
        "postgres",
        "ALTER SYSTEM SET ssl = " + (certificate == null ? "off" : "on"),
        "SELECT pg_reload_conf()");
    String expected = certificate == null ? "off" : "on";
    Awaitility.await().until(() -> expected.equals(ask("postgres", "SHOW ssl")));
  }

  private void secret(String name, String text) throws IOException {
    Path file = folder.resolve("data").resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    if (!asUser.isEmpty()) {
      Files.setOwner(file, owner());
    }
  }

  /** Connects with all rights. */
  Connection connect(String database) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", PASSWORD);
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable", properties);
  }

  /** Does something with all rights. */
  void execute(String database, String... statements) {
    try (Connection connection = connect(database);
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Asks something with all rights; the answer is the first column of the first row. */
  @Nullable String ask(String database, String sql) {
    try (Connection connection = connect(database);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes an empty database. */
  String newDatabase() {
    String name = "db" + databases.incrementAndGet();
    execute("postgres", "CREATE DATABASE " + name);
    return name;
  }

  /** The metadata of a component that uses a database with all rights. */
  Map<String, String> metadata(String database) {
    return Map.of(
        "host", "127.0.0.1",
        "port", Integer.toString(port),
        "user", USER,
        "password", PASSWORD,
        "database", database);
  }

  private void remove() {
    if (process != null && process.isAlive()) {
      kill();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
