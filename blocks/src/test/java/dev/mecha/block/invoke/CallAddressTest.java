package dev.mecha.block.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.block.FakeHttpExchange;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.HttpRoute;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallAddressTest {

  @ParameterizedTest
  @CsvSource({
    "/v1.0/invoke/orders/method/list, orders, list",
    "/v1.0/invoke/orders/method/, orders, ''",
    "/v1.0/invoke/orders/method/a/b/../c, orders, a/c",
    "/v1.0/invoke/orders/method/a%2Fb, orders, a/b",
    "/v1.0/invoke/orders.shop/method/list, orders.shop, list",
    "//v1.0//invoke/orders/method/list, orders, list",
    "/v1.0//invoke//orders/method//list, orders, /list",
    "/v1.0/invoke/http://example.com:8080/method/list, http://example.com:8080, list",
    "/v1.0/invoke/https%3A%2F%2Fexample.com/method/list, https://example.com, list",
    "/v1.0/invoke/orders/method/method/x, orders, method/x",
  })
  void isInThePath(String path, String target, String method) {
    assertThat(CallAddress.of(exchange(path))).isEqualTo(new CallAddress(target, method));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/list", "/v1.0/invoke/orders", "/v1.0/invoke//method/list"})
  void isNotInOtherPaths(String path) {
    assertThat(CallAddress.of(exchange(path))).isNull();
  }

  @Test
  void isInAHeaderBeforeAll() {
    FakeHttpExchange exchange = exchange("/v1.0/invoke/other/method/list");
    exchange.headers.put("dapr-app-id", "orders");
    assertThat(CallAddress.of(exchange))
        .isEqualTo(new CallAddress("orders", "v1.0/invoke/other/method/list"));
  }

  @Test
  void isAUserNameForClientsThatCanSetNothingElse() {
    FakeHttpExchange exchange = exchange("/a/list");
    exchange.headers.put("Authorization", basic("Dapr-App-Id:orders"));
    assertThat(CallAddress.of(exchange)).isEqualTo(new CallAddress("orders", "a/list"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"someone:orders", "dapr-app-id", "dapr-app-id:a:b"})
  void isNoOtherUserName(String user) {
    FakeHttpExchange exchange = exchange("/a/list");
    exchange.headers.put("Authorization", basic(user));
    assertThat(CallAddress.of(exchange)).isNull();
  }

  private static String basic(String user) {
    return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }

  private static FakeHttpExchange exchange(String path) {
    var endpoint = Endpoint.of("InvokeService", new ApiGroup("invoke", "v1"));
    return new FakeHttpExchange(new HttpRoute(Set.of(), "/*", endpoint, _ -> {}), "GET", path);
  }
}
