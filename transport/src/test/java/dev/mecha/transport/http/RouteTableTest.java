package dev.mecha.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.pipeline.HttpRoute;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

  private static final HttpRoute FALLBACK = route("ANY", "/fallback");

  private final RouteTable table =
      table(
          route("GET", "/v1.0/state/{store}/{key}"),
          route("POST,PUT", "/v1.0/state/{store}"),
          route("POST,PUT", "/v1.0/state/{store}/bulk"),
          route("POST", "/v1.0/publish/{pubsub}/*"),
          route("POST", "/v1.0/publish/bulk/{pubsub}/*"),
          route("ANY", "/v1.0/invoke/*"),
          route("GET", "/v1.0/healthz"),
          route("GET", "/v1.0/healthz/outbound"));

  private static HttpRoute route(String verbs, String pattern) {
    return TestServer.route(verbs, pattern, exchange -> {});
  }

  private static RouteTable table(HttpRoute... routes) {
    return new RouteTable(List.of(routes), FALLBACK);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /v1.0/state/s/k,              /v1.0/state/{store}/{key}",
    "POST,   /v1.0/state/s,                /v1.0/state/{store}",
    "PUT,    /v1.0/state/s/bulk,           /v1.0/state/{store}/bulk",
    "GET,    /v1.0/state/s/bulk,           /v1.0/state/{store}/{key}",
    "DELETE, /v1.0/state/s/bulk,           /fallback",
    "GET,    /v1.0/state/s,                /fallback",
    "GET,    /v1.0/state/s/k/,             /v1.0/state/{store}/{key}",
    "GET,    /v1.0//state///s/k//,         /v1.0/state/{store}/{key}",
    "GET,    /v1.0/x/../state/./s/k,       /v1.0/state/{store}/{key}",
    "GET,    /../v1.0/healthz,             /v1.0/healthz",
    "GET,    /v1.0/state/s/k/more,         /fallback",
    "GET,    /V1.0/healthz,                /fallback",
    "get,    /v1.0/healthz,                /fallback",
    "HEAD,   /v1.0/healthz,                /fallback",
    "GET,    /v1.0/healthz/,               /v1.0/healthz",
    "GET,    /v1.0/healthz/outbound,       /v1.0/healthz/outbound",
    "POST,   /v1.0/publish/p/a/b/c,        /v1.0/publish/{pubsub}/*",
    "POST,   /v1.0/publish/p,              /fallback",
    "POST,   /v1.0/publish/p/,             /fallback",
    "POST,   /v1.0/publish/bulk/p/t,       /v1.0/publish/bulk/{pubsub}/*",
    "POST,   /v1.0/publish/bulk/t,         /v1.0/publish/{pubsub}/*",
    "BREW,   /v1.0/invoke/app/method/x,    /v1.0/invoke/*",
    "GET,    /v1.0/invoke/,                /fallback",
    "GET,    /,                            /fallback",
    "GET,    *,                            /fallback",
  })
  void finds(String verb, String path, String pattern) {
    assertThat(table.match(verb, path).route().pattern()).isEqualTo(pattern);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1.0/state/s/a+b,         a b",
    "/v1.0/state/s/a%2Bb,       a+b",
    "/v1.0/state/s/a%2Fb,       a/b",
    "/v1.0/state/s/a%2fb%2f,    a/b/",
    "/v1.0/state/s/%2e%2e,      ..",
    "/v1.0/state/s/%C3%BC,      ü",
    "/v1.0/state/s/ü,           ü",
    "/v1.0/state/s/%25zz,       %zz",
    "/v1.0/state/s/a||b,        a||b",
  })
  void decodesAParameter(String path, String value) {
    assertThat(table.match("GET", path).parameter("key")).isEqualTo(value);
  }

  @Test
  void takesTheRestOfThePath() {
    RouteMatch match = table.match("POST", "/v1.0/publish/p/a%2Fb//c+d/");
    assertThat(match.parameter("*")).isEqualTo("a/b/c d");
    assertThat(match.parameter("pubsub")).isEqualTo("p");
  }

  @Test
  void givesEmptyRestToTheRootAlone() {
    RouteTable all = table(route("ANY", "/*"));
    assertThat(all.match("GET", "/").parameter("*")).isEmpty();
    assertThat(all.match("GET", "/metrics").parameter("*")).isEqualTo("metrics");
  }

  @Test
  void forgetsTheParametersOfABlindAlley() {
    RouteTable alley =
        table(route("GET", "/{a}/{b}/x"), route("GET", "/{a}/*"), route("GET", "/p/{c}/y"));
    RouteMatch match = alley.match("GET", "/p/q/z");
    assertThat(match.route().pattern()).isEqualTo("/{a}/*");
    assertThat(match.values()).isEqualTo(Arrays.asList("p", "q/z"));
  }

  @Test
  void knowsItsParameters() {
    RouteMatch match = table.match("GET", "/v1.0/state/s/k");
    assertThatThrownBy(() -> match.parameter("kye"))
        .hasMessage("parameter: \"kye\" (expected: one of [store, key])");
  }

  @Test
  void refusesRoutesThatCompete() {
    assertThatThrownBy(() -> table(route("GET,PUT", "/a/{b}"), route("PUT", "/a/{c}")))
        .hasMessage("pattern: \"/a/{c}\" PUT (expected: none that competes with \"/a/{b}\")");
  }

  @Test
  void refusesARestInTheMiddle() {
    assertThatThrownBy(() -> table(route("GET", "/a/*/b")))
        .hasMessage("pattern: \"/a/*/b\" (expected: \"*\" at the end only)");
  }
}
