package dev.mecha.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at processes. */
final class Processes {

  private Processes() {}

  /** Whether a process runs; one that only waits for its status to be collected does not. */
  static boolean runs(long pid) {
    if (ProcessHandle.of(pid).isEmpty()) {
      return false;
    }
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return !Files.isDirectory(Path.of("/proc"));
    }
  }
}
