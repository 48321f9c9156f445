package dev.mecha.acceptance.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mecha.acceptance.process.EventApp;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.acceptance.process.SidecarSetup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application thinks about an event when its sidecar stops, or the binding goes: the event is
 * waited for, and the queue that it came from hears that it was taken. Nothing else is fetched.
 */
@Timeout(120)
class EventInHandTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch thought = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> removed = new CopyOnWriteArrayList<>();
  private HttpServer queue;
  private EventApp app;
  private SidecarSetup setup;

  @BeforeEach
  void start() throws IOException {
    queue = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    queue.setExecutor(threads);
    queue.createContext("/", this::answer);
    queue.start();
    app = EventApp.start("[]").answering(_ -> think());
    setup =
        Sidecar.in(folder)
            .flags("--app-port=" + app.port())
            .resource("other.yaml", Resources.component("other", "state.in-memory"))
            .resource(
                "jobs.yaml",
                Resources.component(
                    "jobs",
                    "bindings.aws.sqs",
                    "queueName",
                    "jobs",
                    "direction",
                    "input",
                    "endpoint",
                    "http://127.0.0.1:" + queue.getAddress().getPort(),
                    "region",
                    "eu-central-1",
                    "accessKey",
                    "key",
                    "secretKey",
                    "secret"));
  }

  @AfterEach
  void stop() {
    thought.countDown();
    app.close();
    queue.stop(0);
    threads.shutdownNow();
  }

  /** There is always one more message. */
  private void answer(HttpExchange exchange) throws IOException {
    String what = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String said =
        switch (what) {
          case "AmazonSQS.GetQueueUrl" ->
              "{\"QueueUrl\": \"http://127.0.0.1:%d/1/jobs\"}"
                  .formatted(queue.getAddress().getPort());
          case "AmazonSQS.ReceiveMessage" -> message(asked.incrementAndGet());
          default -> {
            removed.add(what + " " + body);
            yield "{}";
          }
        };
    byte[] text = said.getBytes(UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
      exchange.sendResponseHeaders(200, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  /** With the MD5 of its text, which the driver checks. */
  private static String message(int number) {
    return """
    {"Messages": [{"MessageId": "m", "ReceiptHandle": "handle-%d", "Body": "{}",
      "MD5OfBody": "99914b932bd37a50b983c5e7c90ae93b",
      "Attributes": {"ApproximateReceiveCount": "1"}}]}
    """
        .formatted(number);
  }

  private EventApp.Answer think() {
    try {
      boolean done = thought.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return new EventApp.Answer(done ? 200 : 500, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new EventApp.Answer(500, "");
    }
  }

  @Test
  void itIsWaitedForWhenTheSidecarStops() {
    try (Sidecar sidecar = setup.start()) {
      await().atMost(PATIENCE).until(() -> app.deliveries("/jobs").size() == 1);
      sidecar.signal("TERM");
      await()
          .during(Duration.ofMillis(500))
          .atMost(PATIENCE)
          .until(() -> sidecar.process().isAlive() && removed.isEmpty());
      thought.countDown();
      assertThat(sidecar.awaitExit()).isZero();
    }
    onlyTheFirstWasTaken();
  }

  @Test
  void itIsWaitedForWhenTheBindingGoes() throws IOException {
    try (Sidecar sidecar = setup.start()) {
      await().atMost(PATIENCE).until(() -> app.deliveries("/jobs").size() == 1);
      Files.delete(setup.resourceFolder().resolve("jobs.yaml"));
      sidecar.awaitLog("Closing Component: jobs");
      await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(removed::isEmpty);
      thought.countDown();
      await().atMost(PATIENCE).until(() -> !removed.isEmpty());
      assertThat(sidecar.stop()).isZero();
    }
    onlyTheFirstWasTaken();
  }

  private void onlyTheFirstWasTaken() {
    assertThat(app.deliveries()).hasSize(1);
    assertThat(removed).singleElement().asString().contains("AmazonSQS.DeleteMessage", "handle-1");
  }
}
