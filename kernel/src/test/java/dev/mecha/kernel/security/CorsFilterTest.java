package dev.mecha.kernel.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.kernel.pipeline.FakeGrpcExchange;
import dev.mecha.kernel.pipeline.FakeHttpExchange;
import dev.mecha.kernel.pipeline.FilterChain;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables are what the peer answers. */
class CorsFilterTest {

  private static final String ALL_VARY =
      "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

  private static FakeHttpExchange run(String allowed, FakeHttpExchange exchange)
      throws InterruptedException {
    FilterChain.run(List.of(new CorsFilter(allowed)), exchange, () -> exchange.respond(204));
    return exchange;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // allowed | origin | method | headers | allow-origin | allow-methods | allow-headers
        "*|https://a.com|get|-|*|GET|-",
        "*|*|GET|-|*|GET|-",
        "*|https://A.com|POST|x-foo, DAPR_api.Token,, a1 b|*|POST|X-Foo, Dapr_api.token, A1, B",
        "*|https://x.b.com|TRACE|-|-|-|-",
        "*|https://x.b.com|options|-|*|OPTIONS|-",
        "*|https://x.b.com|PUT|\u00e9|*|PUT|-",
        "*|-|PUT|-|-|-|-",
        "https://a.com,https://*.b.com|https://a.com|get|-|https://a.com|GET|-",
        "https://a.com,https://*.b.com|https://A.com|POST|-|https://A.com|POST|-",
        "https://a.com,https://*.b.com|https://x.B.com|PATCH|-|https://x.B.com|PATCH|-",
        "https://a.com,https://*.b.com|https://.b.com|DELETE|-|https://.b.com|DELETE|-",
        "https://a.com,https://*.b.com|https://evil.com|PUT|-|-|-|-",
        "https://a.com,https://*.b.com|https://a.com.evil.com|PUT|-|-|-|-",
        "https://a.com, https://c.com|https://c.com|PUT|-|-|-|-",
        "a,*|https://evil.com|PUT|-|*|PUT|-",
        ",|https://a.com|PUT|-|-|-|-",
      })
  void aPreflightIsAnsweredWithWhatIsAllowed(
      String allowed,
      String origin,
      String method,
      String headers,
      String allowOrigin,
      String allowMethods,
      String allowHeaders)
      throws InterruptedException {
    var exchange =
        FakeHttpExchange.of("OPTIONS", "/v1.0/metadata")
            .header("Access-Control-Request-Method", method);
    if (origin != null) {
      exchange.header("Origin", origin);
    }
    if (headers != null) {
      exchange.header("Access-Control-Request-Headers", headers);
    }

    run(allowed, exchange);

    assertThat(exchange.status()).isEqualTo(200);
    assertThat(exchange.answer()).isEmpty();
    var answer = exchange.responseHeaders();
    assertThat(answer.get("vary")).isEqualTo(ALL_VARY);
    assertThat(answer.get("access-control-allow-origin")).isEqualTo(allowOrigin);
    assertThat(answer.get("access-control-allow-methods")).isEqualTo(allowMethods);
    assertThat(answer.get("access-control-allow-headers")).isEqualTo(allowHeaders);
    assertThat(answer).doesNotContainKey("access-control-allow-credentials");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "*|GET|https://a.com|*",
        "*|TRACE|https://a.com|-",
        "*|OPTIONS|https://a.com|*",
        "*|GET|-|-",
        "https://a.com,https://*.b.com|GET|https://a.com|https://a.com",
        "https://a.com,https://*.b.com|GET|https://y.b.com|https://y.b.com",
        "https://a.com,https://*.b.com|GET|https://evil.com|-",
        "https://a.com,https://*.b.com|GET|-|-",
      })
  void anyOtherRequestGoesOn(String allowed, String verb, String origin, String allowOrigin)
      throws InterruptedException {
    var exchange = FakeHttpExchange.of(verb, "/v1.0/metadata");
    if (origin != null) {
      exchange.header("Origin", origin);
    }

    run(allowed, exchange);

    assertThat(exchange.status()).isEqualTo(204);
    assertThat(exchange.responseHeaders().get("vary")).isEqualTo("Origin");
    assertThat(exchange.responseHeaders().get("access-control-allow-origin"))
        .isEqualTo(allowOrigin);
  }

  @Test
  void anEmptyRequestMethodIsNoPreflight() throws InterruptedException {
    var exchange = FakeHttpExchange.of("OPTIONS", "/x").header("Access-Control-Request-Method", "");

    assertThat(run("*", exchange).status()).isEqualTo(204);
  }

  @Test
  void aRefusalBehindItCanBeReadByAPage() throws InterruptedException {
    var exchange = FakeHttpExchange.of("GET", "/x").header("Origin", "https://a.com");

    FilterChain.run(
        List.of(new CorsFilter("*"), new ApiTokenFilter(ApiToken.of("t"))), exchange, () -> {});

    assertThat(exchange.status()).isEqualTo(401);
    assertThat(exchange.responseHeaders()).containsEntry("access-control-allow-origin", "*");
  }

  @Test
  void grpcIsNoneOfItsBusiness() throws InterruptedException {
    var exchange = FakeGrpcExchange.of("GetState");

    FilterChain.run(List.of(new CorsFilter("*")), exchange, () -> {});

    assertThat(exchange.status()).isZero();
  }
}
