package dev.mecha.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where the command writes. A line is handed to the operating system as one piece, so that what the
 * command, the sidecar and the application say is mixed by whole lines only; always in UTF-8,
 * whatever the locale.
 */
public final class Console {

  private static final String RESET = "\u001b[0m";

  private final OutputStream out;
  private final OutputStream err;
  private final boolean colours;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * @param out standard output, unbuffered
   * @param err standard error, unbuffered
   * @param colours whether standard output is a terminal that shows them
   */
  public Console(OutputStream out, OutputStream err, boolean colours) {
    this.out = out;
    this.err = err;
    this.colours = colours;
  }

  /**
   * Writes a line to standard output.
   *
   * @param text without its line break
   */
  public void out(String text) {
    write(out, (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes a line to standard error.
   *
   * @param text without its line break
   */
  public void err(String text) {
    write(err, (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes bytes to standard output as one piece.
   *
   * @param line whole lines
   */
  public void out(byte[] line) {
    write(out, line);
  }

  /**
   * @param text anything
   * @return the text in bold on a terminal, as it is elsewhere
   */
  public String bold(String text) {
    return colours ? "\u001b[37;1m" + text + RESET : text;
  }

  /**
   * @param text anything
   * @return the text in the colour of application output on a terminal, as it is elsewhere
   */
  public String blue(String text) {
    return colours ? "\u001b[94;1m" + text + RESET : text;
  }

  private void write(OutputStream stream, byte[] bytes) {
    lock.lock();
    try {
      stream.write(bytes);
      stream.flush();
    } catch (IOException e) {
      // Nobody reads any more, as behind `| head -1`: no reason to end what runs.
      return;
    } finally {
      lock.unlock();
    }
  }
}
