package dev.mecha.cli.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads what the application writes, line by line. Works on bytes, so that no encoding is damaged,
 * and passes a line on as soon as it is complete.
 */
final class LineForwarder implements Runnable {

  /**
   * A line that grows beyond this is passed on in parts: memory is not the application's to fill.
   */
  static final int MAX_LINE = 1 << 20;

  private final InputStream in;
  private final AppLines lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);

  /**
   * @param in closed behind the last line
   * @param lines where the lines go
   */
  LineForwarder(InputStream in, AppLines lines) {
    this.in = in;
    this.lines = lines;
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
    lines.line(text);
  }
}
