package dev.mecha.kernel.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogScopeTest {

  private final ByteArrayOutputStream first = new ByteArrayOutputStream();
  private final ByteArrayOutputStream second = new ByteArrayOutputStream();
  private final ByteArrayOutputStream nobody = new ByteArrayOutputStream();
  private final LogHandler handler =
      new LogHandler(
          nobody, new TextLogFormat(new LogIdentity("", "host", "1"), ZoneId.systemDefault()));

  @Test
  void linesGoToWhomTheirThreadWorksFor() throws Exception {
    LogScope one = scope("one", LogLevel.INFO, first);
    LogScope two = scope("two", LogLevel.WARN, second);
    Thread child =
        one.call(
            () -> {
              log("own thread");
              return Thread.ofPlatform().start(() -> log("inherited"));
            });
    child.join();
    Thread request =
        Thread.ofVirtual()
            .inheritInheritableThreadLocals(false)
            .start(two.around(() -> log("too quiet")));
    request.join();
    two.around(() -> one.around(() -> log("nested")).run()).run();
    log("outside");
    assertThat(text(first))
        .contains("own thread", "inherited", "nested", "app_id=one")
        .doesNotContain("outside");
    assertThat(text(second)).isEmpty();
    assertThat(text(nobody)).contains("outside").doesNotContain("own thread");
    assertThat(LogScope.current()).isNull();
  }

  private static LogScope scope(String app, LogLevel level, ByteArrayOutputStream out) {
    return new LogScope(level, false, out, new LogIdentity(app, "host", "1"));
  }

  private void log(String message) {
    var line = new LogRecord(Level.INFO, message);
    line.setLoggerName("dapr.test");
    handler.publish(line);
  }

  private static String text(ByteArrayOutputStream out) {
    return out.toString(StandardCharsets.UTF_8);
  }
}
