package dev.mecha.acceptance.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mecha.acceptance.process.ProcessFacts;
import dev.mecha.acceptance.process.RawApp;
import dev.mecha.acceptance.process.RawMessage;
import dev.mecha.acceptance.process.Sidecar;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody leaves, or is slow, in the middle of a call: the others learn of it, nothing is kept,
 * and other calls go on.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class FaultsTest {

  private static final int IDLE = 10_000;
  private static final long MIB = 1 << 20;

  private RawApp app;
  private Pair sidecars;
  private int callerFiles;
  private int calleeFiles;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    app = RawApp.start(FaultsTest::converse);
    sidecars = Pair.start(folder, app.port());
    othersGoOn();
    callerFiles = files(sidecars.caller());
    calleeFiles = files(sidecars.callee());
  }

  private static void converse(InputStream in, OutputStream out) throws IOException {
    for (var request = RawMessage.read(in, false);
        request != null;
        request = RawMessage.read(in, false)) {
      String path = request.start().split(" ", -1)[1];
      switch (path) {
        case "/cut" -> {
          write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nabc");
          return;
        }
        case "/cut-chunked" -> {
          write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
          return;
        }
        case "/silent" -> {
          return;
        }
        case "/held" -> in.read();
        case "/endless" -> endless(out);
        default -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      }
    }
  }

  private static void endless(OutputStream out) throws IOException {
    write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    String chunk = "10000\r\n" + "x".repeat(1 << 16) + "\r\n";
    while (true) {
      write(out, chunk);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static int files(Sidecar sidecar) {
    return ProcessFacts.of(sidecar.process()).files();
  }

  private void othersGoOn() throws IOException {
    try (var caller = new RawCaller(sidecars.caller().httpPort())) {
      for (int i = 0; i < 10; i++) {
        assertThat(caller.get("/fine").read()).isNotNull();
      }
    }
  }

  /** A connection to the application may be kept for the next call; everything else is gone. */
  @AfterEach
  void nothingIsLeft() throws IOException {
    othersGoOn();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              assertThat(app.connections()).isLessThanOrEqualTo(4);
              assertThat(files(sidecars.caller())).isLessThanOrEqualTo(callerFiles + 4);
              assertThat(files(sidecars.callee())).isLessThanOrEqualTo(calleeFiles + 4);
            });
  }

  @AfterAll
  void stop() {
    sidecars.close();
    app.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 1000000\r\n\r\nabc",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
      })
  void theCallerLeavesInTheMiddleOfItsBody(String rest) throws IOException {
    int before = app.broken();
    try (var caller = new RawCaller(sidecars.caller().httpPort())) {
      caller.send("POST /take HTTP/1.1\r\nHost: x\r\ndapr-app-id: orders\r\n" + rest);
      await().until(() -> app.connections() > 0);
    }
    await().until(() -> app.broken() > before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/cut", "/cut-chunked"})
  void theApplicationLeavesInTheMiddleOfItsAnswer(String path) throws IOException {
    try (var caller = new RawCaller(sidecars.caller().httpPort())) {
      caller.get(path);
      assertThatThrownBy(caller::read).isInstanceOfAny(EOFException.class, SocketException.class);
    }
  }

  @Test
  void theApplicationLeavesWithoutAnAnswer() throws IOException {
    try (var caller = new RawCaller(sidecars.caller().httpPort())) {
      RawMessage answer = caller.get("/silent").read();
      assertThat(answer).isNotNull();
      assertThat(answer.status()).isEqualTo(500);
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("ERR_DIRECT_INVOKE");
    }
  }

  @Test
  void theCallerLeavesInTheMiddleOfTheAnswer() throws IOException {
    int before = app.broken();
    try (var caller = new RawCaller(sidecars.caller().httpPort())) {
      caller.get("/endless");
      assertThat(caller.in().readNBytes(100_000)).hasSize(100_000);
    }
    await().until(() -> app.broken() > before);
  }

  @Test
  void callersThatDoNotReadHoldNobodyUp() throws IOException {
    List<RawCaller> slow = new ArrayList<>();
    try {
      addSlow(slow);
      long before = memory();
      addSlow(slow);
      assertThat((memory() - before) / MIB).as("MiB for 20 that do not read").isLessThan(160);
    } finally {
      for (RawCaller caller : slow) {
        caller.close();
      }
    }
  }

  private void addSlow(List<RawCaller> slow) throws IOException {
    for (int i = 0; i < 20; i++) {
      RawCaller caller = new RawCaller(sidecars.caller().httpPort(), 4096).get("/endless");
      slow.add(caller);
      assertThat(caller.in().readNBytes(1000)).hasSize(1000);
    }
    for (int i = 0; i < 10; i++) {
      othersGoOn();
    }
  }

  @Test
  void tenThousandIdleConnections() throws IOException {
    List<RawCaller> idle = new ArrayList<>();
    try {
      for (int i = 0; i < IDLE; i++) {
        idle.add(new RawCaller(sidecars.caller().httpPort()));
        if (i % 100 == 0) {
          assertThat(idle.getLast().get("/fine").read()).isNotNull();
        }
      }
      othersGoOn();
      assertThat(files(sidecars.caller())).isGreaterThan(IDLE / 2);
    } finally {
      for (RawCaller caller : idle) {
        caller.close();
      }
    }
  }

  @Test
  void requestsThatAreTakenBackAtOnce() throws IOException {
    byte[] attack = RapidReset.of(20_000, "/held", "orders");
    for (int i = 0; i < 3; i++) {
      try (var caller = new RawCaller(sidecars.caller().httpPort())) {
        caller.send(attack);
      } catch (SocketException e) {
        // The sidecar has had enough, as it should.
      }
      othersGoOn();
    }
  }

  @Test
  void theOtherSidecarDies(@TempDir Path folder) throws IOException {
    try (Pair pair = Pair.start(folder, app.port());
        var caller = new RawCaller(pair.caller().httpPort())) {
      caller.get("/endless");
      assertThat(caller.in().readNBytes(1000)).hasSize(1000);
      pair.callee().process().destroyForcibly();
      assertThatThrownBy(
              () -> {
                byte[] piece = new byte[1 << 16];
                for (int read = 0; read >= 0; ) {
                  read = caller.in().read(piece);
                }
                throw new EOFException("closed");
              })
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SocketTimeoutException.class);
      RawMessage answer = new RawCaller(pair.caller().httpPort()).get("/fine").read();
      assertThat(answer).isNotNull();
      assertThat(answer.status()).isEqualTo(500);
    }
  }

  private long memory() {
    return 1024
        * (ProcessFacts.of(sidecars.caller().process()).memory()
            + ProcessFacts.of(sidecars.callee().process()).memory());
  }
}
