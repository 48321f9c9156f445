package dev.mecha.acceptance.sdk;

import dev.mecha.tck.server.RealServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a client of another language needs, installed below {@code target} once for each content of
 * its lock file. A machine that lacks the language, or cannot fetch the packages, skips the test;
 * where the environment says {@code CI=true} the test fails. One at a time: the lock file keeps
 * other processes out, not the threads of this one.
 */
final class Installation {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private Installation() {}

  /**
   * @return the folder with {@code node_modules} and the scripts
   */
  static synchronized Path javascript() {
    String npm = RealServers.require("npm").toString();
    Path source = Path.of("src", "test", "javascript").toAbsolutePath();
    Path folder = Path.of("target", "javascript").toAbsolutePath();
    var install = List.of(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    once(folder, source.resolve("package-lock.json"), List.of(install), List.of("package.json"));
    for (String script :
        List.of(
            "state.js",
            "app.js",
            "invoke.js",
            "events.js",
            "binding.js",
            "binding-events.js",
            "proxy.js",
            "secrets.js",
            "crypto.js",
            "locks.js",
            "configuration.js")) {
      copy(source.resolve(script), folder);
    }
    return folder;
  }

  /**
   * @return an interpreter that knows the packages
   */
  static synchronized Path python() {
    String python = RealServers.require("python3").toString();
    Path lock = Path.of("src", "test", "python", "requirements.txt").toAbsolutePath();
    Path folder = Path.of("target", "python").toAbsolutePath();
    Path own = folder.resolve("bin").resolve("python");
    var make = List.of(python, "-m", "venv", folder.toString());
    var install =
        List.of(own.toString(), "-m", "pip", "install", "-q", "--no-deps", "-r", lock.toString());
    once(folder, lock, List.of(make, install), List.of());
    return own;
  }

  private static void once(
      Path folder, Path lock, List<List<String>> commands, List<String> beside) {
    try {
      Files.createDirectories(folder);
      Path guard = folder.resolveSibling(folder.getFileName() + ".lock");
      var options = List.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try (var channel = FileChannel.open(guard, options.toArray(StandardOpenOption[]::new));
          var held = channel.lock()) {
        Path stamp = folder.resolve(".installed");
        String wanted = hash(lock);
        if (held.isValid() && Files.exists(stamp) && Files.readString(stamp).equals(wanted)) {
          return;
        }
        copy(lock, folder);
        beside.forEach(file -> copy(lock.resolveSibling(file), folder));
        commands.forEach(command -> install(command, folder));
        Files.writeString(stamp, wanted);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void install(List<String> command, Path folder) {
    var result = Script.run(command, folder, PATIENCE);
    if (result.status() != 0) {
      String reason = String.join(" ", command) + ": " + result.output() + result.problems();
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail(reason);
      }
      Assumptions.abort(reason);
    }
  }

  /** What is there already stays untouched: somebody may be running it. */
  private static void copy(Path file, Path folder) {
    Path copy = folder.resolve(file.getFileName());
    try {
      if (Files.notExists(copy) || Files.mismatch(file, copy) >= 0) {
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
