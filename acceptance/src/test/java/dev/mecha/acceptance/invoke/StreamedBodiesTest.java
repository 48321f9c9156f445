package dev.mecha.acceptance.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.EchoApp;
import dev.mecha.acceptance.process.ProcessFacts;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bodies that are larger than what sidecars keep go through piece by piece. One goes ahead, and the
 * best of several counts: what the JVM compiles on their way takes memory too, now and then.
 */
@TestInstance(Lifecycle.PER_CLASS)
class StreamedBodiesTest {

  private static final int MIB = 1 << 20;
  private static final long LARGE = 100 * MIB;
  private static final int PIECE = 64 << 10;

  private static final int TIMES = 3;

  /** By which either process may grow, whatever the length. */
  private static final long MOST = 16 * MIB;

  private EchoApp app;
  private Sidecar callee;
  private Sidecar caller;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  void start(@TempDir Path folder) {
    String names = Resources.neighbours(folder.resolve("names.db"));
    app = EchoApp.start("orders");
    callee =
        Sidecar.in(folder.resolve("callee"))
            .appId("orders")
            .configuration(names)
            .flags("--app-port=" + app.port(), "--max-body-size=256Mi")
            .launch();
    caller =
        Sidecar.in(folder.resolve("caller"))
            .appId("shop")
            .configuration(names)
            .flags("--max-body-size=256Mi")
            .launch();
    callee.awaitHealthy();
    caller.awaitHealthy();
  }

  @AfterAll
  void stop() {
    client.close();
    caller.close();
    callee.close();
    app.close();
  }

  @Test
  void aLargeAnswerMovesNoMemory() throws Exception {
    movesNoMemory(() -> receive("/bytes/" + LARGE));
  }

  @Test
  void aLargeRequestMovesNoMemory() throws Exception {
    movesNoMemory(() -> Long.parseLong(send(LARGE)));
  }

  private void movesNoMemory(Callable<Long> call) throws Exception {
    assertThat(call.call()).isEqualTo(LARGE);
    long callerGrew = Long.MAX_VALUE;
    long calleeGrew = Long.MAX_VALUE;
    for (int i = 0; i < TIMES; i++) {
      long callerBefore = memory(caller);
      long calleeBefore = memory(callee);
      assertThat(call.call()).isEqualTo(LARGE);
      callerGrew = Math.min(callerGrew, memory(caller) - callerBefore);
      calleeGrew = Math.min(calleeGrew, memory(callee) - calleeBefore);
    }
    assertThat(callerGrew).as("bytes of the caller").isLessThan(MOST);
    assertThat(calleeGrew).as("bytes of the callee").isLessThan(MOST);
  }

  private long receive(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri(path)).GET().build();
    return count(client.send(request, BodyHandlers.ofInputStream()));
  }

  /** The client of the JDK reads no answer before it has sent its body: the bytes are counted. */
  private String send(long length) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri("/count")).POST(body(length)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private URI uri(String path) {
    return URI.create(
        "http://127.0.0.1:" + caller.httpPort() + "/v1.0/invoke/orders/method" + path);
  }

  private static BodyPublisher body(long length) {
    Iterable<byte[]> pieces = () -> pieces(length);
    return BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(pieces), length);
  }

  private static Iterator<byte[]> pieces(long length) {
    return IntStream.range(0, (int) (length / PIECE)).mapToObj(_ -> new byte[PIECE]).iterator();
  }

  private static long count(HttpResponse<InputStream> answer) throws IOException {
    assertThat(answer.statusCode()).isEqualTo(200);
    try (InputStream in = answer.body()) {
      byte[] piece = new byte[PIECE];
      long count = 0;
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        count += read;
      }
      return count;
    }
  }

  private static long memory(Sidecar sidecar) {
    return 1024L * ProcessFacts.of(sidecar.process()).memory();
  }
}
