package dev.mecha.block.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.block.FakeHttpExchange;
import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resilience.GuardListener;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.configuration.ConfigurationItem;
import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.spi.time.Time;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigurationHttpTest {

  private final FakeItems store = new FakeItems();
  private final Registry<ConfigurationStore> stores = new Registry<>(Duration.ofSeconds(1));
  private final List<String> measured = new CopyOnWriteArrayList<>();
  private final List<String> posts = new CopyOnWriteArrayList<>();
  private ConfigurationBlock block = block(this::post);

  @BeforeEach
  void register() throws InterruptedException {
    stores.put("configstore", store);
  }

  @AfterEach
  void close() {
    block.close();
  }

  private ConfigurationBlock block(@Nullable AppChannel app) {
    return new ConfigurationBlock(
        stores,
        app,
        new Guards(Time.system(), new Random(), GuardListener.NONE),
        (name, what, ok, nanos) -> measured.add(name + " " + what + " " + ok));
  }

  private InvokeResponse post(InvokeRequest request) throws InterruptedException {
    String body = new String(request.body().readAll(), UTF_8);
    posts.add(request.verb() + " " + request.method() + " " + body);
    return InvokeResponse.http(200, new Headers(), Body.empty());
  }

  private FakeHttpExchange call(String endpoint, String storeName, String... keysOrId)
      throws InterruptedException {
    HttpRoute route =
        block.httpRoutes().stream()
            .filter(r -> r.endpoint().name().equals(endpoint))
            .findFirst()
            .orElseThrow();
    var exchange = new FakeHttpExchange(route);
    exchange.path.put("storeName", storeName);
    if (keysOrId.length > 0) {
      exchange.path.put("configurationSubscribeID", keysOrId[0]);
      exchange.query.put("key", keysOrId[0]);
    }
    return exchange.run();
  }

  private String subscribe(String key) throws InterruptedException {
    String answer = call("SubscribeConfiguration", "configstore", key).text();
    assertThat(answer).matches("\\{\"id\":\"[0-9a-f-]{36}\"}");
    return answer.substring(7, answer.length() - 2);
  }

  private static ApiError error(int status, Code grpc, String code, String message) {
    return ApiError.simple(status, grpc, code, ErrorCategory.CONFIGURATION, message);
  }

  @Test
  void bothNamesLeadToTheSame() {
    assertThat(block.httpRoutes())
        .extracting(HttpRoute::pattern)
        .contains(
            "/v1.0/configuration/{storeName}",
            "/v1.0-alpha1/configuration/{storeName}",
            "/v1.0/configuration/{storeName}/{configurationSubscribeID}/unsubscribe");
  }

  @Test
  void itemsAreAnObjectAndNothingIsNoContent() throws InterruptedException {
    assertThat(call("GetConfiguration", "configstore").status()).isEqualTo(204);
    store.put("a", "<ü>");
    store.items.put("b", new ConfigurationItem("two", "", Map.of("unit", "m")));
    assertThat(call("GetConfiguration", "configstore").text())
        .isEqualTo(
            "{\"a\":{\"value\":\"<ü>\",\"version\":\"1\"},"
                + "\"b\":{\"value\":\"two\",\"metadata\":{\"unit\":\"m\"}}}");
    assertThat(call("GetConfiguration", "configstore", "a").text())
        .isEqualTo("{\"a\":{\"value\":\"<ü>\",\"version\":\"1\"}}");
    assertThat(measured).hasSize(3).containsOnly("configstore get true");
  }

  @Test
  void errorsAreThePeers() throws InterruptedException {
    for (String endpoint :
        List.of("GetConfiguration", "SubscribeConfiguration", "UnsubscribeConfiguration")) {
      assertThat(call(endpoint, "other", "a").error())
          .isEqualTo(
              error(
                  400,
                  Code.INVALID_ARGUMENT,
                  "ERR_CONFIGURATION_STORE_NOT_FOUND",
                  "configuration store other not found"));
    }
    store.failure = new ComponentException("down");
    assertThat(call("GetConfiguration", "configstore", "a").error())
        .isEqualTo(
            error(
                500,
                Code.INTERNAL,
                "ERR_CONFIGURATION_GET",
                "failed to get [a] from Configuration store configstore: down"));
    assertThat(call("SubscribeConfiguration", "configstore", "a").error())
        .isEqualTo(
            error(
                500,
                Code.INVALID_ARGUMENT,
                "ERR_CONFIGURATION_SUBSCRIBE",
                "failed to subscribe [a] from Configuration store configstore: down"));
    stores.remove("configstore");
    assertThat(call("GetConfiguration", "configstore").error())
        .isEqualTo(
            error(
                500,
                Code.FAILED_PRECONDITION,
                "ERR_CONFIGURATION_STORE_NOT_CONFIGURED",
                "configuration stores not configured"));
  }

  @Test
  void withoutAnApplicationNobodyCanBeCalled() throws InterruptedException {
    block = block(null);
    assertThat(call("SubscribeConfiguration", "configstore", "a").error())
        .isEqualTo(
            ApiError.simple(
                500,
                Code.INTERNAL,
                "ERR_APP_CHANNEL_NIL",
                ErrorCategory.COMMON,
                "app channel is not initialized. cannot subscribe to configuration updates"));
  }

  @Test
  void applicationIsCalledUntilItUnsubscribes() throws InterruptedException {
    String id = subscribe("a");
    store.put("a", "one");
    store.tell("a");
    awaitPost(
        "POST configuration/configstore/a {\"id\":\""
            + id
            + "\",\"items\":{\"a\":{\"value\":\"one\",\"version\":\"1\"}}}");
    store.items.remove("a");
    store.tell("a");
    awaitPost("POST configuration/configstore/a {\"id\":\"" + id + "\",\"items\":{\"a\":{}}}");
    assertThat(call("UnsubscribeConfiguration", "configstore", id).text())
        .isEqualTo("{\"ok\":true}");
    await().until(store.listeners::isEmpty);
    FakeHttpExchange again = call("UnsubscribeConfiguration", "configstore", id);
    assertThat(again.status()).isEqualTo(500);
    assertThat(again.text())
        .isEqualTo(
            "{\"message\":\"failed to unsubscribe to configuration request "
                + id
                + ": subscription with id "
                + id
                + " does not exist\"}");
    assertThat(measured)
        .containsExactly(
            "configstore subscribe true",
            "configstore unsubscribe true",
            "configstore unsubscribe false");
  }

  @Test
  void whatWasMissedIsFoundByReading() throws InterruptedException {
    store.put("a", "one");
    store.put("b", "one");
    String id = subscribe("a");
    store.put("a", "two");
    store.put("b", "two");
    store.failure = new ComponentException("not yet");
    store.listeners.getFirst().mayHaveChanged();
    await().until(() -> store.calls.size() > 2);
    store.failure = null;
    awaitPost(
        "POST configuration/configstore/a {\"id\":\""
            + id
            + "\",\"items\":{\"a\":{\"value\":\"two\",\"version\":\"1\"}}}");
    store.items.clear();
    store.listeners.getFirst().mayHaveChanged();
    awaitPost("POST configuration/configstore/a {\"id\":\"" + id + "\",\"items\":{\"a\":{}}}");
    assertThat(posts).hasSize(2);
  }

  @Test
  void subscriptionMovesToTheComponentThatTakesTheName() throws InterruptedException {
    store.put("a", "one");
    subscribe("a");
    var next = new FakeItems();
    next.put("a", "two");
    stores.put("configstore", next);
    await().until(() -> posts.size() == 1 && next.listeners.size() == 1);
    assertThat(posts.getFirst()).contains("\"two\"");
    next.put("a", "three");
    next.tell("a");
    await().until(() -> posts.size() == 2);
    assertThat(posts.getLast()).contains("\"three\"");
    assertThat(store.listeners).isEmpty();
  }

  @Test
  void anotherBlockGoesOnWithoutALoss() throws InterruptedException {
    store.put("a", "one");
    String id = subscribe("a");
    store.put("a", "two"); // of which nobody tells
    ConfigurationBlock old = block;
    block = block(this::post);
    block.takeOver(old);
    old.close();
    awaitPost(
        "POST configuration/configstore/a {\"id\":\""
            + id
            + "\",\"items\":{\"a\":{\"value\":\"two\",\"version\":\"1\"}}}");
    assertThat(call("UnsubscribeConfiguration", "configstore", id).status()).isEqualTo(200);
  }

  private void awaitPost(String expected) {
    await().atMost(Duration.ofSeconds(20)).until(() -> posts.contains(expected));
  }
}
