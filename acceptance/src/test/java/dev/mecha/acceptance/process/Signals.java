package dev.mecha.acceptance.process;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals that Java has no word for. */
final class Signals {

  private Signals() {}

  static void send(long pid, String name) {
    try {
      int status =
          new ProcessBuilder("kill", "-s", name, Long.toString(pid)).inheritIO().start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("kill -s " + name + " " + pid + ": " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
