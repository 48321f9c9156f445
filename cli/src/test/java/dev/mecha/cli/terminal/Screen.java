package dev.mecha.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A console that remembers its lines. */
public final class Screen {

  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  public final Console console = new Console(recorder(out), recorder(err), false);

  private static OutputStream recorder(List<String> writes) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        throw new AssertionError("a byte alone");
      }

      @Override
      public void write(byte[] bytes) {
        writes.add(new String(bytes, StandardCharsets.UTF_8));
      }
    };
  }

  public String out() {
    return String.join("", out);
  }

  public String err() {
    return String.join("", err);
  }

  public List<String> lines() {
    return out().lines().toList();
  }

  public void await(String part) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertThat(out()).contains(part));
  }
}
