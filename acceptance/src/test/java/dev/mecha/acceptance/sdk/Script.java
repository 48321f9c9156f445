package dev.mecha.acceptance.sdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child process that prints something and ends. */
final class Script {

  private Script() {}

  /**
   * How it ended.
   *
   * @param status its exit status
   * @param output what it printed
   * @param problems what it printed as errors
   */
  record Result(int status, String output, String problems) {}

  /**
   * @param command the program and its arguments
   * @param folder to run in
   * @param atMost how long it may take; it is killed then
   * @return how it ended
   */
  static Result run(List<String> command, Path folder, Duration atMost) {
    try {
      Path output = Files.createTempFile("script", ".out");
      Path problems = Files.createTempFile("script", ".err");
      try {
        Process process =
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(problems.toFile())
                .start();
        int status = await(process, atMost);
        return new Result(status, Files.readString(output), Files.readString(problems));
      } finally {
        Files.delete(output);
        Files.delete(problems);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int await(Process process, Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
