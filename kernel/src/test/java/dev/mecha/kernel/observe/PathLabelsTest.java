package dev.mecha.kernel.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathLabelsTest {

  private static String label(boolean increasedCardinality, List<String> patterns, String path) {
    return new PathLabels(new HttpMetricOptions(increasedCardinality, patterns, false)).of(path);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1.0/state/store/key, /v1.0/state/store",
    "/v1.0/state/store, /v1.0/state/store",
    "/v1.0/state, /v1.0/state",
    "//v1.0///state/store//key, /v1.0/state/store",
    "/v1.0/state/my%20store/key, /v1.0/state/my store",
    "/v1.0/secrets/vault/name, /v1.0/secrets/vault",
    "/v1.0/actors/T/1/timers/name, /v1.0/actors/T/{id}/timers",
    "/v1.0/actors/T/1/method/a/b/c, /v1.0/actors/T/{id}/method",
    "/v1.0/actors/T/1, /v1.0/actors/T/1",
    "/actors/T/1/method/m, actors/T/{id}/method/m",
    "/v1.0-beta1/workflows/c/id, /v1.0-beta1/workflows/c/{instanceId}",
    "/v1.0-beta1/workflows/c/name/start, /v1.0-beta1/workflows/c/name/start",
    "/v1.0-beta1/workflows/c/id/pause, /v1.0-beta1/workflows/c/{instanceId}/pause",
    "/v1.0/workflows/c/id/raiseEvent/e, /v1.0/workflows/c/{instanceId}/raiseEvent/{eventName}",
    "/v1.0/workflows/c, /v1.0/workflows/c",
    "/v1.0/invoke/app/method/orders/123, /v1.0/invoke/app/method/orders/123",
    "/v1.0/healthz, /v1.0/healthz",
    "/, /",
  })
  void withIncreasedCardinalityPathsAreShortened(String path, String expected) {
    assertThat(label(true, List.of(), path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1.0/state/store/key", "/v1.0/invoke/a/method/b", "/dapr/config"})
  void withoutItPathsAreEmpty(String path) {
    assertThat(label(false, List.of(), path)).isEmpty();
  }

  private static final List<String> ORDERS =
      List.of("/orders/{id}", "/orders/{id}/items/{item}", "/orders", "/orders/special");

  /** What Go's ServeMux answers. */
  @ParameterizedTest
  @CsvSource({
    "/orders, /orders",
    "/orders/, ''",
    "/orders/1, /orders/{id}",
    "/orders/special, /orders/special",
    "/orders/special/, ''",
    "/orders/1/items/2, /orders/{id}/items/{item}",
    "/orders/1/items, ''",
    "/v1.0/invoke/app/method/orders/7, /v1.0/invoke/{app_id}/method/orders/{id}",
    "/orders//1, /orders/{id}",
    "/a/../orders/1, /orders/{id}",
    "/ORDERS, ''",
    "/, ''",
    "/dapr/config, /dapr/config",
  })
  void patternsGroupPaths(String path, String expected) {
    assertThat(label(false, ORDERS, path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/orders, /orders",
    "/orders/1, /orders/{id}",
    "/orders/1/items, /orders/1/items",
    "/v1.0/state/store/key, /v1.0/state/store",
  })
  void withIncreasedCardinalityTheRestIsShortened(String path, String expected) {
    assertThat(label(true, ORDERS, path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/files, /files/",
    "/files/, /files/",
    "/files/a/b, /files/",
    "/nothing, /",
    "/v1.0/invoke/a/method/files/b, /v1.0/invoke/{app_id}/method/files/",
    "/v1.0/invoke/a/method/, /v1.0/invoke/{app_id}/method/",
  })
  void aSlashAtTheEndTakesTheRest(String path, String expected) {
    assertThat(label(false, List.of("/", "/files/"), path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/a, /a/{rest...}",
    "/a/, /a/{rest...}",
    "/a/b, /a/b/{$}",
    "/a/b/, /a/b/{$}",
    "/a/b/c, /a/b/c",
    "/a/b/c/, /a/{rest...}",
    "/a/x/y, /a/{rest...}",
  })
  void theMoreSpecialPatternWins(String path, String expected) {
    assertThat(label(false, List.of("/a/{rest...}", "/a/b/{$}", "/a/b/c"), path))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1.0/state/s/k, /v1.0/state/{store}/{key}",
    "/v1.0/state/s, ''",
    "/v1.0/invoke/myapp/method/x/1, /v1.0/invoke/myapp/method/x/{y}",
    "/v1.0/invoke/other/method/x/1, ''",
  })
  void theSidecarsOwnPathsCanBeMatched(String path, String expected) {
    assertThat(
            label(
                false,
                List.of("/v1.0/state/{store}/{key}", "/v1.0/invoke/myapp/method/x/{y}"),
                path))
        .isEqualTo(expected);
  }

  @Test
  void aPatternMayMatchTheShortenedPath() {
    assertThat(label(false, List.of("/v1.0/state/{store}"), "/v1.0/state/s/k"))
        .isEqualTo("/v1.0/state/{store}");
  }

  @Test
  void slashesInPatternsAreMended() {
    assertThat(label(false, List.of("orders/{id}"), "/orders/1")).isEqualTo("/orders/{id}");
    assertThat(label(false, List.of("//a//b"), "/a/b")).isEqualTo("/a/b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/{",
        "/{}",
        "/{a}x",
        "/x{a}",
        "/{a...}/b",
        "/{1a}",
        "/{a}/{a}",
        "GET /x",
        "/{$}/b",
        "/a b",
        "/{...}",
        "/x{a...}"
      })
  void aMalformedPatternIsShown(String pattern) {
    assertThatThrownBy(() -> label(false, List.of(pattern), "/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s)pathMatching: \".*\" \\(expected: .*\\)");
  }
}
