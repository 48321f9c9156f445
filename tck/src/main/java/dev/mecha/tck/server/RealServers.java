package dev.mecha.tck.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds the programs of real engines. A program that a user's machine lacks skips the test with a
 * reason; where the environment says {@code CI=true} it fails the test, so that a gap cannot pass
 * for a success.
 */
public final class RealServers {

  private RealServers() {}

  /**
   * Asks for a program: {@code RealServers.require("redis-server")}.
   *
   * @param program its file name
   * @param folders where to look after the folders of {@code PATH}
   * @return the program
   * @throws org.opentest4j.TestAbortedException if the machine lacks it
   * @throws AssertionError if the machine lacks it and runs as CI
   */
  public static Path require(String program, Path... folders) {
    Optional<Path> found = find(program, folders);
    if (found.isEmpty()) {
      String reason = program + " is not installed: no such program in PATH" + and(folders);
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail(reason);
      }
      Assumptions.abort(reason);
    }
    return found.orElseThrow();
  }

  /**
   * @param program its file name
   * @param folders where to look after the folders of {@code PATH}
   * @return the program, if the machine has it
   */
  public static Optional<Path> find(String program, Path... folders) {
    List<Path> all = new ArrayList<>();
    String path = System.getenv("PATH");
    if (path != null) {
      Arrays.stream(path.split(File.pathSeparator)).map(Path::of).forEach(all::add);
    }
    all.addAll(List.of(folders));
    return all.stream()
        .map(folder -> folder.resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * A port of the loopback interface for a server that cannot choose one itself. Somebody else may
   * take it before the server does: start again with another one then.
   *
   * @return a port that was free a moment ago
   */
  public static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String and(Path... folders) {
    return folders.length == 0 ? "" : " and " + Arrays.toString(folders);
  }
}
