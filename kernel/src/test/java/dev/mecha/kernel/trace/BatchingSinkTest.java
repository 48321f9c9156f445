package dev.mecha.kernel.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.kernel.testing.LogCapture;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
@ResourceLock("log")
class BatchingSinkTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private final LogCapture log = LogCapture.of("dapr.runtime.trace");
  private final FakeExporter exporter = new FakeExporter();

  @AfterEach
  void stopCapturing() {
    log.close();
  }

  private BatchingSink sink(int queueSize, int batchSize, Duration delay) {
    return new BatchingSink(exporter, new BatchOptions(queueSize, batchSize, delay, LONG));
  }

  private static Span span(int number) {
    return new Span(
        "span " + number,
        Span.Kind.CLIENT,
        "0af7651916cd43dd8448eb211c80319c",
        "b7ad6b7169203331",
        "",
        "",
        Instant.EPOCH,
        Instant.EPOCH,
        Map.of(),
        SpanStatus.UNSET);
  }

  private static void send(BatchingSink sink, int count) {
    IntStream.range(0, count).forEach(number -> sink.accept(span(number)));
  }

  @Test
  void aFullBatchGoesAtOnce() throws InterruptedException {
    var sink = sink(10, 3, LONG);

    send(sink, 3);

    await().until(() -> exporter.sizes.equals(List.of(3)));
    sink.close(LONG);
  }

  @Test
  void aBatchThatIsNotFullGoesAfterAWhile() throws InterruptedException {
    var sink = sink(10, 3, Duration.ofMillis(10));

    send(sink, 1);

    await().until(() -> exporter.sizes.equals(List.of(1)));
    sink.close(LONG);
  }

  @Test
  void whatWaitsIsSentWhenItIsClosed() throws InterruptedException {
    var sink = sink(10, 3, LONG);
    send(sink, 2);

    sink.close(LONG);
    send(sink, 1);

    assertThat(exporter.sizes).containsExactly(2);
    assertThat(exporter.closed).isTrue();
    assertThat(sink.dropped()).isEqualTo(1);
  }

  @Test
  void anExporterThatHangsHoldsNobodyUp() throws InterruptedException {
    exporter.gate = new CountDownLatch(1);
    var sink = sink(5, 2, LONG);
    send(sink, 2);
    await().until(() -> exporter.entered.get() == 1);

    send(sink, 8);

    assertThat(sink.dropped()).isEqualTo(3);
    assertThat(log.lines())
        .containsExactly(
            "WARNING traces export: spans come faster than the test takes them; those that do not"
                + " fit are dropped");
    exporter.gate.countDown();
    sink.close(LONG);
    assertThat(exporter.sizes).containsExactly(2, 2, 2, 1);
  }

  @Test
  void closingWaitsNoLongerThanAllowed() throws InterruptedException {
    exporter.gate = new CountDownLatch(1);
    var sink = sink(5, 2, LONG);
    send(sink, 5);
    await().until(() -> exporter.entered.get() == 1);

    sink.close(Duration.ofMillis(10));

    assertThat(exporter.closed).isTrue();
    assertThat(exporter.sizes).isEmpty();
    assertThat(sink.dropped()).isEqualTo(5);
    assertThat(log.lines())
        .contains("WARNING traces export: 5 spans were lost on the way to the test");
  }

  @Test
  void troubleIsLoggedWhenItBeginsAndWhenItIsOver() throws InterruptedException {
    exporter.failure = new IOException("refused");
    var sink = sink(10, 1, LONG);
    send(sink, 3);
    await().until(() -> sink.dropped() == 3);
    exporter.failure = null;
    send(sink, 1);
    await().until(() -> exporter.sizes.equals(List.of(1)));

    sink.close(LONG);

    assertThat(log.lines())
        .containsExactly(
            "WARNING traces export: the test: refused",
            "INFO traces export: the test takes spans again; 3 were lost",
            "WARNING traces export: 3 spans were lost on the way to the test");
  }

  @Test
  void spansCanGoToTheLog() {
    new LogExporter().export(List.of(span(1)));

    assertThat(log.lines())
        .containsExactly(
            "INFO [span 1] Trace: 0af7651916cd43dd8448eb211c80319c Span:"
                + " 0000000000000000/b7ad6b7169203331 Time: [1970-01-01T00:00:00Z -> "
                + " 1970-01-01T00:00:00Z] Annotations: []");
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', '', 2048, 512, 5000, 30000",
    "100, 50, 200, 1000, 100, 50, 200, 1000",
    "100, '', '', '', 100, 100, 5000, 30000",
    "-1, 0, x, '', 2048, 512, 5000, 30000",
  })
  void optionsComeFromTheEnvironment(
      String queue, String batch, String delay, String timeout, int q, int b, long d, long t) {
    var environment =
        Map.of(
            "OTEL_BSP_MAX_QUEUE_SIZE", queue,
            "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", batch,
            "OTEL_BSP_SCHEDULE_DELAY", delay,
            "OTEL_BSP_EXPORT_TIMEOUT", timeout);

    assertThat(BatchOptions.of(environment))
        .isEqualTo(new BatchOptions(q, b, Duration.ofMillis(d), Duration.ofMillis(t)));
  }

  /** Keeps the sizes of what it was given. */
  private static final class FakeExporter implements SpanExporter {

    private final List<Integer> sizes = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile @Nullable IOException failure;
    private final AtomicInteger entered = new AtomicInteger();
    private volatile boolean closed;

    @Override
    public String destination() {
      return "the test";
    }

    @Override
    public void export(List<Span> spans) throws IOException, InterruptedException {
      entered.incrementAndGet();
      gate.await();
      IOException thrown = failure;
      if (thrown != null) {
        throw thrown;
      }
      sizes.add(spans.size());
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
