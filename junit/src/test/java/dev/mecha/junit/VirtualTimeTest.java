package dev.mecha.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.time.VirtualClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What waits in the runtime and its own components waits on the clock of the test. */
@Timeout(60)
class VirtualTimeTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final AtomicInteger REFUSALS = new AtomicInteger();

  private static final TestApp APP =
      new TestApp()
          .subscribe("pubsub", "orders", event -> refusing())
          .subscribe("durable", "orders", event -> refusing())
          .on("tick", event -> AppAnswer.ok())
          .on("flaky", request -> refusing())
          .on("hangs", request -> hang());

  @RegisterExtension
  static final MechaExtension MECHA =
      new MechaExtension("shop")
          .withApp(APP)
          .withOtherApp("other", APP)
          .withComponent("durable", "pubsub.sqlite", Map.of("redeliverInterval", "1m"))
          .withComponent("tick", "bindings.cron", Map.of("schedule", "@every 1h"))
          .withResource(
              """
              apiVersion: dapr.io/v1alpha1
              kind: Resiliency
              metadata:
                name: policies
              spec:
                policies:
                  timeouts:
                    half: 30s
                  retries:
                    slow:
                      policy: constant
                      duration: 10m
                      maxRetries: 3
                  circuitBreakers:
                    fuse:
                      trip: consecutiveFailures > 1
                      timeout: 2h
                targets:
                  apps:
                    shop:
                      timeout: half
                    other:
                      retry: slow
                      circuitBreaker: fuse
                  components:
                    pubsub:
                      inbound:
                        retry: slow
              """);

  private static AppAnswer refusing() {
    return AppAnswer.status(REFUSALS.getAndUpdate(n -> Math.max(0, n - 1)) > 0 ? 500 : 200);
  }

  private static AppAnswer hang() throws InterruptedException {
    new CountDownLatch(1).await();
    return AppAnswer.ok();
  }

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void refuseNothing() {
    REFUSALS.set(0);
  }

  private static HttpRequest post(TestSidecar sidecar, String path) {
    return HttpRequest.newBuilder(URI.create(sidecar.httpEndpoint() + path))
        .POST(BodyPublishers.ofString("1"))
        .build();
  }

  private int call(TestSidecar sidecar, String path) throws Exception {
    return client.send(post(sidecar, path), BodyHandlers.ofString()).statusCode();
  }

  private CompletableFuture<HttpResponse<String>> begin(TestSidecar sidecar, String path) {
    return client.sendAsync(post(sidecar, path), BodyHandlers.ofString());
  }

  private static void called(int times) {
    await().atMost(LIMIT).until(() -> APP.received().size() >= times);
  }

  @Test
  void anEventIsThereWhenTheClockWasLetComeToRest(TestSidecar sidecar, VirtualClock clock)
      throws Exception {
    for (int i = 1; i <= 20; i++) {
      assertThat(call(sidecar, "/v1.0/publish/pubsub/orders")).isEqualTo(204);
      clock.advance(Duration.ZERO);
      assertThat(APP.events("pubsub", "orders")).hasSize(i);
    }
  }

  @Test
  void aRefusedEventComesAgainAsThePolicySays(TestSidecar sidecar, VirtualClock clock)
      throws Exception {
    REFUSALS.set(2);
    call(sidecar, "/v1.0/publish/pubsub/orders");
    clock.advance(Duration.ofMinutes(10).minusNanos(1));
    assertThat(APP.events("pubsub", "orders")).hasSize(1);
    clock.advance(Duration.ofNanos(1));
    assertThat(APP.events("pubsub", "orders")).hasSize(2);
    clock.advance(Duration.ofDays(1));
    assertThat(APP.events("pubsub", "orders")).hasSize(3);
  }

  @Test
  void theDurableBrokerBringsARefusedEventAgain(TestSidecar sidecar, VirtualClock clock)
      throws Exception {
    REFUSALS.set(2);
    call(sidecar, "/v1.0/publish/durable/orders");
    clock.advance(Duration.ofSeconds(59));
    assertThat(APP.events("durable", "orders")).hasSize(1);
    clock.advance(Duration.ofSeconds(2));
    assertThat(APP.events("durable", "orders")).hasSize(2);
    clock.advance(Duration.ofMinutes(3));
    assertThat(APP.events("durable", "orders")).hasSize(3);
  }

  @Test
  void cronBringsItsEvents(VirtualClock clock) throws Exception {
    clock.advance(Duration.ofHours(5));
    assertThat(APP.received()).filteredOn(request -> request.method().equals("tick")).hasSize(5);
  }

  @Test
  void aCallThatTakesTooLongIsGivenUp(TestSidecar sidecar, VirtualClock clock) throws Exception {
    var answer = begin(sidecar, "/v1.0/invoke/shop/method/hangs");
    called(1);
    clock.advance(Duration.ofSeconds(29));
    assertThat(answer).isNotDone();
    clock.advance(Duration.ofSeconds(1));
    assertThat(answer.get().statusCode()).isGreaterThanOrEqualTo(500);
  }

  @Test
  void callsAreTriedAgainAndTheBreakerOpensAndCloses(TestSidecar sidecar, VirtualClock clock)
      throws Exception {
    REFUSALS.set(2);
    var answer = begin(sidecar, "/v1.0/invoke/other/method/flaky");
    called(1);
    clock.advance(Duration.ofMinutes(10));
    assertThat(APP.received()).hasSize(2);
    assertThat(answer).isNotDone();
    clock.advance(Duration.ofMinutes(10));
    assertThat(answer.get().statusCode()).as("the breaker is open").isGreaterThanOrEqualTo(500);
    assertThat(APP.received()).hasSize(2);
    var refused = begin(sidecar, "/v1.0/invoke/other/method/flaky");
    assertThat(refused.get().statusCode()).isGreaterThanOrEqualTo(500);
    assertThat(APP.received()).hasSize(2);
    clock.advance(Duration.ofHours(2).plusSeconds(1));
    assertThat(call(sidecar, "/v1.0/invoke/other/method/flaky")).isEqualTo(200);
  }
}
