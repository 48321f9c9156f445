package dev.mecha.kernel.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.ErrorManager;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {

  private static final LogFormat FORMAT =
      new TextLogFormat(new LogIdentity("app", "host", "1"), ZoneOffset.UTC);

  private static final Pattern TEXT =
      Pattern.compile("time=\"[^\"]+\" level=(\\w+) msg=(\"[^\"]*\"|\\S+) .*scope=(\\S+) .*");

  @TempDir Path directory;

  /** The lines that a process logs as {@code level scope message}. */
  private List<String> run(String level, boolean json, String file)
      throws IOException, InterruptedException {
    var output = directory.resolve("output");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LogsProbe.class.getName(),
                level,
                Boolean.toString(json),
                file)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return Files.readAllLines(file.isEmpty() ? output : Path.of(file));
  }

  private static List<String> summary(List<String> lines) {
    return lines.stream()
        .map(TEXT::matcher)
        .peek(line -> assertThat(line.matches()).as(line.toString()).isTrue())
        .map(line -> line.group(1) + " " + line.group(3) + " " + line.group(2))
        .toList();
  }

  @Test
  void whatLibrariesSayOfASingleConnectionIsForWhoeverLooksForSomething() {
    var line = new LogRecord(Level.SEVERE, "Stream reset: 8");
    line.setLoggerName("io.vertx.core.http.impl.HttpClientRequestImpl");
    assertThat(LogThresholds.of(LogLevel.INFO).isLoggable(line)).isFalse();
    assertThat(LogThresholds.of(LogLevel.ERROR).isLoggable(line)).isFalse();
    assertThat(LogThresholds.of(LogLevel.DEBUG).isLoggable(line)).isTrue();
    line.setLoggerName("io.vertx.core.impl.VertxImpl");
    assertThat(LogThresholds.of(LogLevel.INFO).isLoggable(line)).isTrue();
  }

  @Test
  void whatGoesOverTheWireIsWrittenDownOnNoLevel() {
    for (String scope :
        List.of(
            "io.grpc.netty.NettyServerHandler",
            "io.grpc.netty.NettyClientHandler",
            "software.amazon.awssdk.http.auth.aws.internal.signer.DefaultV4RequestSigner",
            "sun.net.www.protocol.http.HttpURLConnection")) {
      var frame = new LogRecord(Level.FINE, "INBOUND HEADERS: dapr-api-token: canary");
      frame.setLoggerName(scope);
      assertThat(LogThresholds.of(LogLevel.DEBUG).isLoggable(frame)).as(scope).isFalse();
    }
  }

  @Test
  void onInfoOthersSpeakUpFromWarningsOn() throws Exception {
    assertThat(summary(run("info", false, "")))
        .containsExactly(
            "info dapr.runtime \"info 1\"",
            "warning dapr.runtime warn",
            "error dapr.runtime error",
            "warning io.netty.channel warn",
            "error io.netty.channel error",
            "warning daprish warn",
            "error daprish error",
            "info dapr.runtime.http-info \"HTTP API Called\"",
            "fatal dapr.runtime fatal",
            "info dapr.runtime \"still speaking\"");
  }

  @Test
  void onErrorTheCallsOfTheApiAreStillThere() throws Exception {
    assertThat(summary(run("error", false, "")))
        .containsExactly(
            "error dapr.runtime error",
            "error io.netty.channel error",
            "error daprish error",
            "info dapr.runtime.http-info \"HTTP API Called\"",
            "fatal dapr.runtime fatal");
  }

  @Test
  void onDebugEverybodySpeaks() throws Exception {
    assertThat(summary(run("debug", false, "")))
        .contains("debug dapr.runtime debug", "debug io.netty.channel debug");
  }

  @Test
  void linesCanBeJsonAndGoToAFile() throws Exception {
    var file = directory.resolve("sidecar.log");
    Files.writeString(file, "before\n");

    var lines = run("fatal", true, file.toString());

    assertThat(lines).hasSize(3).startsWith("before");
    assertThat(lines.get(1))
        .matches(
            "\\{\"app_id\":\"app\",\"code\":200,\"instance\":\"host\",\"level\":\"info\","
                + "\"msg\":\"HTTP API Called\",\"scope\":\"dapr.runtime.http-info\","
                + "\"time\":\"[^\"]+\",\"type\":\"log\",\"ver\":\"1.18.3\"}");
    assertThat(lines.get(2)).contains("\"level\":\"fatal\"");
  }

  @Test
  void aFileThatCannotBeOpenedIsNamed() {
    var missing = directory.resolve("no").resolve("such.log").toString();
    var before = Logger.getLogger("").getHandlers();

    assertThatThrownBy(
            () -> Logs.configure(LogLevel.INFO, false, missing, new LogIdentity("", "", "")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("failed to open log file \"" + missing + "\": ");
    assertThat(Logger.getLogger("").getHandlers()).isEqualTo(before);
  }

  private static Logger logger(LogHandler handler) {
    var logger = Logger.getAnonymousLogger();
    logger.setUseParentHandlers(false);
    handler.attach(logger);
    return logger;
  }

  @Test
  void linesOfManyThreadsAreNotMixed() throws InterruptedException {
    var out = new ByteArrayOutputStream();
    var logger = logger(new LogHandler(out, FORMAT));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        String message = "m".repeat(i + 1);
        threads.execute(() -> logger.info(message));
      }
      threads.shutdown();
      assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(200)
        .allMatch(line -> line.matches("time=\"\\S+\" level=info msg=m+ app_id=app .* ver=1"));
  }

  @Test
  void aDetachedHandlerStaysAway() {
    var out = new ByteArrayOutputStream();
    var handler = new LogHandler(out, FORMAT);
    var logger = logger(handler);
    handler.detach();
    handler.close();
    logger.info("nobody hears");

    assertThat(out.size()).isZero();
  }

  @Test
  void aBrokenOutputDoesNotReachWhoLogs() {
    var reported = new java.util.ArrayList<Integer>();
    var handler =
        new LogHandler(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("broken pipe");
              }
            },
            FORMAT);
    handler.setErrorManager(
        new ErrorManager() {
          @Override
          public void error(String message, Exception cause, int code) {
            reported.add(code);
          }
        });

    handler.publish(new LogRecord(Level.INFO, "m"));

    assertThat(reported).containsExactly(ErrorManager.WRITE_FAILURE);
  }

  @Test
  void aHostHasAName() {
    assertThat(LogIdentity.hostName()).isNotEmpty().doesNotContainAnyWhitespaces();
  }
}
