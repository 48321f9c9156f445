package dev.mecha.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.time.VirtualClock;
import dev.mecha.testing.Faults;
import dev.mecha.testing.Invocation;
import dev.mecha.testing.Recordings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class FaultsAndRecordingsTest {

  private static final TestApp APP =
      new TestApp()
          .subscribe("pubsub", "orders", event -> AppAnswer.ok())
          .on("price", request -> AppAnswer.json("5"))
          .on("tick", event -> AppAnswer.ok());

  private static final TestApp BANK = new TestApp().on("pay", request -> AppAnswer.json("true"));

  @RegisterExtension
  static final MechaExtension MECHA =
      new MechaExtension("shop")
          .withApp(APP)
          .withOtherApp("bank", BANK)
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
                    short: 2s
                  retries:
                    often:
                      policy: constant
                      duration: 1m
                      maxRetries: 5
                targets:
                  components:
                    statestore:
                      outbound:
                        timeout: short
                        retry: often
                    pubsub:
                      inbound:
                        retry: often
              """);

  private final HttpClient client = HttpClient.newHttpClient();

  private static HttpRequest request(TestSidecar sidecar, String verb, String path, String body) {
    return HttpRequest.newBuilder(URI.create(sidecar.httpEndpoint() + path))
        .header("Content-Type", "application/json")
        .method(verb, BodyPublishers.ofString(body))
        .build();
  }

  private HttpResponse<String> call(TestSidecar sidecar, String verb, String path, String body)
      throws Exception {
    return client.send(request(sidecar, verb, path, body), BodyHandlers.ofString());
  }

  private int save(TestSidecar sidecar, String key, String value) throws Exception {
    return call(
            sidecar,
            "POST",
            "/v1.0/state/statestore",
            "[{\"key\":\"" + key + "\",\"value\":\"" + value + "\"}]")
        .statusCode();
  }

  @Test
  void whatWasSavedIsRecordedUnderTheApplicationsKey(TestSidecar sidecar, Recordings recordings)
      throws Exception {
    save(sidecar, "a", "one");
    call(sidecar, "DELETE", "/v1.0/state/statestore/a", "");
    call(
        sidecar,
        "POST",
        "/v1.0/state/statestore/transaction",
        "{\"operations\":[{\"operation\":\"upsert\",\"request\":{\"key\":\"b\",\"value\":2}}]}");

    assertThat(recordings.saved())
        .extracting(Object::toString)
        .containsExactly("statestore/a \"one\"", "statestore/a deleted", "statestore/b 2");
    assertThat(recordings.saved("statestore", "b").getFirst().text()).isEqualTo("2");
  }

  @Test
  void whatWasPublishedIsRecordedWithoutItsEnvelope(
      TestSidecar sidecar, Recordings recordings, VirtualClock clock) throws Exception {
    call(sidecar, "POST", "/v1.0/publish/pubsub/orders", "{\"id\":7}");
    clock.advance(Duration.ZERO);

    assertThat(recordings.published("pubsub", "orders"))
        .singleElement()
        .satisfies(event -> assertThat(event.data()).isEqualTo("{\"id\":7}"));
    assertThat(recordings.received())
        .extracting(Invocation::method)
        .containsExactly("events/pubsub/orders");
  }

  @Test
  void whoWasCalledIsRecorded(TestSidecar sidecar, Recordings recordings) throws Exception {
    assertThat(call(sidecar, "POST", "/v1.0/invoke/bank/method/pay", "{\"euros\":5}").body())
        .isEqualTo("true");

    assertThat(recordings.invoked("bank"))
        .extracting(Object::toString)
        .containsExactly("POST bank/pay {\"euros\":5}");
    assertThat(BANK.received()).extracting(AppRequest::text).containsExactly("{\"euros\":5}");
  }

  @Test
  void aStoreThatFailsIsTriedAgain(
      TestSidecar sidecar, Faults faults, VirtualClock clock, Recordings recordings)
      throws Exception {
    faults.component("statestore").times(2).fail("disk full");
    var answer =
        client.sendAsync(
            request(sidecar, "POST", "/v1.0/state/statestore", "[{\"key\":\"k\",\"value\":1}]"),
            BodyHandlers.ofString());
    await()
        .until(
            () -> faults.all().isEmpty() || clock.awaitDue(Duration.ofMinutes(1), Duration.ZERO));
    clock.advance(Duration.ofMinutes(2));
    assertThat(answer.get().statusCode()).isEqualTo(204);
    assertThat(recordings.saved("statestore", "k")).hasSize(1);
    assertThat(faults.all()).isEmpty();
  }

  @Test
  void aStoreThatIsSlowIsGivenUp(TestSidecar sidecar, Faults faults, VirtualClock clock)
      throws Exception {
    faults.component("statestore").delay(Duration.ofMinutes(1));
    var answer =
        client.sendAsync(
            request(sidecar, "GET", "/v1.0/state/statestore/k", ""), BodyHandlers.ofString());
    await().until(() -> clock.awaitDue(Duration.ofSeconds(2), Duration.ZERO));
    clock.advance(Duration.ofMinutes(10));
    assertThat(answer.get().statusCode()).isEqualTo(500);
  }

  @Test
  void anEventThatIsDroppedWasPublishedAndNeverComes(
      TestSidecar sidecar, Faults faults, VirtualClock clock, Recordings recordings)
      throws Exception {
    faults.component("pubsub").times(1).drop();
    call(sidecar, "POST", "/v1.0/publish/pubsub/orders", "1");
    call(sidecar, "POST", "/v1.0/publish/pubsub/orders", "2");
    clock.advance(Duration.ofDays(1));
    assertThat(recordings.published("pubsub", "orders")).hasSize(2);
    assertThat(APP.events("pubsub", "orders")).hasSize(1);
  }

  @Test
  void anEventThatIsDuplicatedComesTwice(TestSidecar sidecar, Faults faults, VirtualClock clock)
      throws Exception {
    faults.component("pubsub").duplicate();
    call(sidecar, "POST", "/v1.0/publish/pubsub/orders", "1");
    clock.advance(Duration.ZERO);
    assertThat(APP.events("pubsub", "orders")).hasSize(2);
  }

  @Test
  void aBrokerThatHasCrashedRefuses(TestSidecar sidecar, Faults faults) throws Exception {
    faults.component("pubsub").crash();
    var answer = call(sidecar, "POST", "/v1.0/publish/pubsub/orders", "1");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("component pubsub has crashed");
    faults.clear();
    assertThat(call(sidecar, "POST", "/v1.0/publish/pubsub/orders", "1").statusCode())
        .isEqualTo(204);
  }

  @Test
  void anApplicationThatIsCutOffGetsItsEventsLater(
      TestSidecar sidecar, Faults faults, VirtualClock clock) throws Exception {
    faults.app().crash();
    call(sidecar, "POST", "/v1.0/publish/pubsub/orders", "1");
    clock.advance(Duration.ofMinutes(3));
    assertThat(APP.events("pubsub", "orders")).isEmpty();
    faults.clear();
    clock.advance(Duration.ofMinutes(1));
    assertThat(APP.events("pubsub", "orders")).hasSize(1);
  }

  @Test
  void anApplicationThatFailsIsSeenToFail(TestSidecar sidecar, Faults faults) throws Exception {
    faults.app().times(1).fail("out of stock");
    var answer = call(sidecar, "GET", "/v1.0/invoke/shop/method/price", "");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("out of stock");
    assertThat(call(sidecar, "GET", "/v1.0/invoke/shop/method/price", "").body()).isEqualTo("5");
  }

  @Test
  void aTimeThatIsMissedIsNotMadeUpFor(Faults faults, VirtualClock clock) throws Exception {
    faults.component("tick").crash();
    clock.advance(Duration.ofHours(2));
    faults.clear();
    clock.advance(Duration.ofHours(1));
    assertThat(APP.received()).extracting(AppRequest::method).containsExactly("tick");
  }
}
