package dev.mecha.acceptance.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * What the kernel says about a process.
 *
 * @param files open file descriptors
 * @param threads of the process
 * @param memory resident, in KiB
 */
public record ProcessFacts(int files, int threads, long memory) {

  /**
   * @param process that runs
   * @return its facts of this moment; where there is no {@code /proc} the test is skipped
   */
  public static ProcessFacts of(ProcessHandle process) {
    Path folder = Path.of("/proc", Long.toString(process.pid()));
    Assumptions.assumeTrue(Files.isDirectory(folder), "this machine has no /proc");
    try (Stream<Path> files = Files.list(folder.resolve("fd"))) {
      String status = Files.readString(folder.resolve("status"));
      return new ProcessFacts(
          (int) files.count(), (int) field(status, "Threads:"), field(status, "VmRSS:"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long field(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).replace("kB", "").strip())
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }
}
