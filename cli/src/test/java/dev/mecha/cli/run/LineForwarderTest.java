package dev.mecha.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.cli.terminal.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineForwarderTest {

  private final List<String> writes = new ArrayList<>();

  @Test
  void eachLineGetsThePrefixInOneWrite() {
    forward("one\ntwo\r\n\nlast without an end", false);
    assertThat(writes).containsExactly("> one\n", "> two\n", "> \n", "> last without an end\n");
  }

  @Test
  void charactersSurviveTheBordersOfReads() {
    var slow =
        new ByteArrayInputStream("grüße 🦦 \u0000 ende\n".getBytes(StandardCharsets.UTF_8)) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            return super.read(buffer, offset, 1);
          }
        };
    new LineForwarder(slow, lines(console(false), "äpp ")).run();
    assertThat(writes).containsExactly("äpp grüße 🦦 \u0000 ende\n");
  }

  @Test
  void bytesThatAreNoTextPassUnchanged() {
    var raw = new ByteArrayOutputStream();
    byte[] odd = {(byte) 0xff, (byte) 0x80, '\n'};
    new LineForwarder(new ByteArrayInputStream(odd), lines(new Console(raw, raw, false), "")).run();
    assertThat(raw.toByteArray()).isEqualTo(odd);
  }

  @Test
  void aLineWithoutEndIsPassedOnInParts() {
    forward("x".repeat(LineForwarder.MAX_LINE * 2 + 10), false);
    assertThat(writes).hasSizeBetween(2, 4);
    assertThat(String.join("", writes).chars().filter(c -> c == 'x').count())
        .isEqualTo(LineForwarder.MAX_LINE * 2L + 10);
  }

  @Test
  void coloursSurroundTheLine() {
    forward("one\n", true);
    assertThat(writes).containsExactly("\u001b[94;1m> one\u001b[0m\n");
  }

  private void forward(String text, boolean colours) {
    InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    new LineForwarder(in, lines(console(colours), "> ")).run();
  }

  private static AppLines lines(Console console, String prefix) {
    return AppLines.on(
        console, new String(prefix.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  private Console console(boolean colours) {
    var recorder =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("a byte alone");
          }

          @Override
          public void write(byte[] bytes) {
            writes.add(new String(bytes, StandardCharsets.UTF_8));
          }
        };
    return new Console(recorder, recorder, colours);
  }
}
