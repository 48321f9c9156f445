package dev.mecha.kernel.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelRulesTest {

  private static String rewritten(String pattern, String replacement, String value) {
    var rule = new LabelRule("dapr_x", "path", pattern, replacement);
    return LabelRewriter.applyAll(List.of(LabelRewriter.of(rule)), value);
  }

  @ParameterizedTest
  @CsvSource({
    "/orders/.*, /orders/id, /orders/7, /orders/id",
    "/orders/.*, /orders/id, /items/7, /items/7",
    "[0-9]+, N, /a/1/b/22, /a/N/b/N",
    "/([a-z]+)/[0-9]+, /$1/id, /orders/7, /orders/id",
    "/([a-z]+)/[0-9]+, /${1}id, /orders/7, /ordersid",
    "/([a-z]+)/[0-9]+, /$1id, /orders/7, /",
    "(?P<what>[a-z]+)/[0-9]+, ${what}, /orders/7, /orders",
    "x, $$, axb, a$b",
    "x, $9, axb, ab",
    "(x)|(y), $2, axb, ab",
    "x, $, axb, a$b",
    "x, \\, axb, a\\b",
    "x, ${, axb, a${b",
  })
  void replacementsFollowThePeersSyntax(
      String pattern, String replacement, String value, String expected) {
    assertThat(rewritten(pattern, replacement, value)).isEqualTo(expected);
  }

  @Test
  void aRuleAppliesToItsMetricAndItsLabelOnly() {
    var metrics =
        new Metrics(
            "app",
            new LabelRules(
                List.of(
                    new LabelRule("dapr_http_server_request_count", "path", "/o/.*", "/o/id"),
                    new LabelRule("dapr_http_server_request_count", "path", "id", "{id}"),
                    new LabelRule("dapr_http_server_request_count", "app_id", "a", "b"))));
    var counted = metrics.counter("dapr_http_server_request_count", "x", "method", "path");
    var other = metrics.counter("dapr_http_server_latency_count", "x", "method", "path");
    counted.with("/o/1", "/o/1").increment();
    counted.with("/o/1", "/o/2").increment();
    other.with("/o/1", "/o/1").increment();

    assertThat(metrics.text())
        .contains(
            "dapr_http_server_request_count{app_id=\"bpp\",method=\"/o/1\",path=\"/o/{id}\"} 2\n")
        .contains(
            "dapr_http_server_latency_count{app_id=\"app\",method=\"/o/1\",path=\"/o/1\"} 1\n");
  }

  @Test
  void anEmptyValueStaysEmpty() {
    var metrics =
        new Metrics("app", new LabelRules(List.of(new LabelRule("dapr_x", "path", "^$", "none"))));
    metrics.counter("dapr_x", "x", "path").with("").increment();

    assertThat(metrics.text()).contains("path=\"\"");
  }

  @Test
  void anInvalidPatternIsShown() {
    assertThatThrownBy(() -> new LabelRules(List.of(new LabelRule("dapr_x", "path", "(a", "b"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("failed to compile regex for rule dapr_x/path: \"(a\"");
  }
}
