package dev.mecha.acceptance.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.RawApp;
import dev.mecha.acceptance.process.RawMessage;
import dev.mecha.acceptance.process.RawMessage.Field;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client can send arrives as it was, and so does whatever the application answers. */
@TestInstance(Lifecycle.PER_CLASS)
class AnythingArrivesTest {

  private static final int CASES = 100;

  /** What sidecars and connections add. */
  private static final Set<String> ADDED =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "date",
          "traceparent",
          "tracestate",
          "x-forwarded-for",
          "x-forwarded-host",
          "forwarded",
          "dapr-caller-app-id",
          "dapr-caller-namespace",
          "dapr-callee-app-id");

  private final BlockingQueue<RawMessage> arrived = new ArrayBlockingQueue<>(1);
  private final BlockingQueue<byte[]> answers = new ArrayBlockingQueue<>(1);
  private RawApp app;
  private Pair sidecars;

  @BeforeAll
  void start(@TempDir Path folder) {
    app =
        RawApp.answering(
            (request, out) -> {
              arrived.add(request);
              out.write(answers.remove());
            });
    sidecars = Pair.start(folder, app.port());
  }

  @AfterAll
  void stop() {
    sidecars.close();
    app.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20, 300})
  void throughTwoSidecars(long seed) throws IOException {
    var messages = new RandomMessages(seed);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), sidecars.caller().httpPort())) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(20_000);
      var in = new BufferedInputStream(socket.getInputStream());
      for (int i = 0; i < CASES; i++) {
        RawMessage request = messages.request();
        RawMessage answer = messages.answer();
        answers.add(messages.wire(answer));
        for (byte[] piece :
            messages.pieces(messages.wire(request, "Host: x", "dapr-app-id: orders"))) {
          socket.getOutputStream().write(piece);
        }
        String which = "seed " + seed + ", case " + i + ": " + request.start();
        boolean bodiless = answer.status() == 304;
        RawMessage got = RawMessage.read(in, bodiless);
        assertThat(got).as(which).isNotNull();
        RawMessage seen = arrived.poll();
        assertThat(seen).as("%s was not passed on: %s", which, got.start()).isNotNull();
        assertThat(seen.start()).as(which).isEqualTo(request.start());
        assertSame(which, request, seen);
        assertThat(got.status()).as(which).isEqualTo(answer.status());
        assertSame(which, answer, got);
      }
    }
  }

  private static void assertSame(String which, RawMessage sent, RawMessage received) {
    assertThat(byName(received)).as(which).isEqualTo(byName(sent));
    assertThat(received.body()).as(which).isEqualTo(sent.body());
  }

  private static Map<String, List<String>> byName(RawMessage message) {
    return message.headers().stream()
        .filter(field -> !ADDED.contains(field.name().toLowerCase(Locale.ROOT)))
        .collect(
            Collectors.groupingBy(
                field -> field.name().toLowerCase(Locale.ROOT),
                TreeMap::new,
                Collectors.mapping(Field::value, Collectors.toList())));
  }
}
