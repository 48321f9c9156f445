package dev.mecha.component.aws;

import dev.mecha.tck.server.RealServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The Python packages of Moto, installed below {@code target} once for each content of their list.
 * A machine that lacks Python, or cannot fetch the packages, skips the test; where the environment
 * says {@code CI=true} the test fails.
 */
final class Moto {

  private static final Path SOURCE = Path.of("src", "test", "python").toAbsolutePath();

  private Moto() {}

  /**
   * @param port to listen on
   * @param more what else the server is told
   * @return what starts the server
   */
  static List<String> command(int port, String... more) {
    String python = RealServers.require("python3").toString();
    Path folder = Path.of("target", "moto").toAbsolutePath();
    Path own = folder.resolve("bin").resolve("python");
    Path wanted = SOURCE.resolve("requirements.txt");
    try {
      Files.createDirectories(folder);
      var options = List.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try (var channel =
              FileChannel.open(
                  folder.resolveSibling("moto.lock"), options.toArray(StandardOpenOption[]::new));
          var held = channel.lock()) {
        Path installed = folder.resolve("installed.txt");
        if (!held.isValid()
            || Files.notExists(installed)
            || Files.mismatch(wanted, installed) >= 0) {
          run(folder, List.of(python, "-m", "venv", folder.toString()));
          run(
              folder,
              List.of(
                  own.toString(),
                  "-m",
                  "pip",
                  "install",
                  "-q",
                  "--no-deps",
                  "-r",
                  wanted.toString()));
          Files.writeString(installed, Files.readString(wanted));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var command = new ArrayList<String>();
    command.addAll(
        List.of(own.toString(), SOURCE.resolve("cloud.py").toString(), String.valueOf(port)));
    command.addAll(List.of(more));
    return command;
  }

  private static void run(Path folder, List<String> command) throws IOException {
    Path output = Files.createTempFile(folder, "install-", ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = false;
    try {
      ended = process.waitFor(5, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
    if (!ended || process.exitValue() != 0) {
      String reason = String.join(" ", command) + ": " + Files.readString(output);
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail(reason);
      }
      Assumptions.abort(reason);
    }
  }
}
