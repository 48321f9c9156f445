package dev.mecha.cli.run;

import dev.mecha.cli.terminal.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Copies what the application writes to the console, line by line, each behind a prefix. Works on
 * bytes, so that no encoding is damaged, and passes a line on as soon as it is complete.
 */
final class LineForwarder implements Runnable {

  /**
   * A line that grows beyond this is passed on in parts: memory is not the application's to fill.
   */
  static final int MAX_LINE = 1 << 20;

  private final InputStream in;
  private final Console console;
  private final String prefix;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);

  LineForwarder(InputStream in, Console console, String prefix) {
    this.in = in;
    this.console = console;
    this.prefix = new String(prefix.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void run() {
    var chunk = new byte[8192];
    try (in) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        accept(chunk, n);
      }
    } catch (IOException e) {
      // The application and its pipe are gone: what came until then is passed on.
    }
    if (line.size() > 0) {
      pass();
    }
  }

  private void accept(byte[] chunk, int length) {
    int from = 0;
    for (int i = 0; i < length; i++) {
      if (chunk[i] == '\n') {
        line.write(chunk, from, i - from);
        pass();
        from = i + 1;
      }
    }
    line.write(chunk, from, length - from);
    if (line.size() >= MAX_LINE) {
      pass();
    }
  }

  private void pass() {
    var text = line.toString(StandardCharsets.ISO_8859_1);
    line.reset();
    if (text.endsWith("\r")) {
      text = text.substring(0, text.length() - 1);
    }
    console.out((console.blue(prefix + text) + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }
}
