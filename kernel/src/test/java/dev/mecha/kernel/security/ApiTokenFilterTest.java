package dev.mecha.kernel.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.kernel.error.ErrorDetail;
import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.FakeGrpcExchange;
import dev.mecha.kernel.pipeline.FakeHttpExchange;
import dev.mecha.kernel.pipeline.FilterChain;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTokenFilterTest {

  private static final String TOKEN = "s3cr3t-token";

  private final ApiTokenFilter filter = new ApiTokenFilter(ApiToken.of(TOKEN));

  /** Whether the request came through; if so no token was left in it. */
  private boolean passes(Exchange exchange) throws InterruptedException {
    var passed = new AtomicBoolean();
    FilterChain.run(
        List.of(filter),
        exchange,
        () -> {
          passed.set(true);
          assertThat(exchange.requestHeaders("dapr-api-token")).isEmpty();
        });
    return passed.get();
  }

  private static FakeHttpExchange http() {
    return FakeHttpExchange.of("GET", "/v1.0/metadata");
  }

  @Test
  void whoKnowsTheTokenPassesWithoutIt() throws InterruptedException {
    assertThat(passes(http().header("dapr-api-token", TOKEN))).isTrue();
    assertThat(passes(http().header("Dapr-API-Token", TOKEN))).isTrue();
    assertThat(passes(FakeGrpcExchange.of("GetState").header("dapr-api-token", TOKEN))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "foo",
        "s3cr3t-toke",
        "s3cr3t-token ",
        " s3cr3t-token",
        "s3cr3t-tokenx",
        "S3CR3T-TOKEN",
        "s3cr3t-token,s3cr3t-token",
        "\0"
      })
  void anyOtherTokenIsRefused(String token) throws InterruptedException {
    var exchange = http().header("dapr-api-token", token);

    assertThat(passes(exchange)).isFalse();
    assertThat(exchange.status()).isEqualTo(401);
    assertThat(exchange.answer()).isEqualTo("invalid api token\n");
    assertThat(exchange.responseHeaders())
        .containsEntry("content-type", "text/plain; charset=utf-8");
  }

  @Test
  void noTokenIsRefused() throws InterruptedException {
    var exchange = http();

    assertThat(passes(exchange)).isFalse();
    assertThat(exchange.status()).isEqualTo(401);
  }

  @Test
  void ofSeveralTokensTheFirstCounts() throws InterruptedException {
    assertThat(passes(http().header("dapr-api-token", TOKEN).header("dapr-api-token", "x")))
        .isTrue();
    assertThat(passes(http().header("dapr-api-token", "x").header("dapr-api-token", TOKEN)))
        .isFalse();
  }

  @Test
  void aVeryLongTokenIsRefused() throws InterruptedException {
    assertThat(passes(http().header("dapr-api-token", TOKEN.repeat(100_000)))).isFalse();
  }

  @Test
  void healthNeedsNoTokenOnHttp() throws InterruptedException {
    assertThat(passes(FakeHttpExchange.health("GET"))).isTrue();
    assertThat(passes(FakeHttpExchange.health("GET").header("dapr-api-token", "wrong"))).isTrue();
    assertThat(passes(FakeHttpExchange.health("POST"))).isFalse();
  }

  @Test
  void onGrpcNothingIsExemptAndTheReasonIsADetail() throws InterruptedException {
    var endpoint = FakeHttpExchange.health("GET").endpoint();
    var without = new FakeGrpcExchange("/dapr.proto.runtime.v1.Dapr/Healthz", endpoint);
    var wrong = FakeGrpcExchange.of("GetState").header("dapr-api-token", "");

    assertThat(passes(without)).isFalse();
    assertThat(passes(wrong)).isFalse();

    assertRefused(without, "missing api token in request metadata");
    assertRefused(wrong, "authentication error: api token mismatch");
  }

  private static void assertRefused(Exchange exchange, String why) {
    var error = exchange.error();
    assertThat(error).isNotNull();
    assertThat(error.grpcCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(error.message()).isEqualTo("Unauthorized");
    assertThat(error.details())
        .containsExactly(
            new ErrorDetail.ErrorInfo(
                "Unauthorized", Map.of("http.code", "401", "http.error_message", why)));
  }

  @Test
  void octetsCountNotCharacters() {
    var token = ApiToken.of("p\u00e4ss \u65e5");
    var octets = "p\u00e4ss \u65e5".getBytes(StandardCharsets.UTF_8);

    assertThat(token.matches("p\u00e4ss \u65e5")).isTrue();
    assertThat(token.matches(new String(octets, StandardCharsets.ISO_8859_1))).isTrue();
    assertThat(token.matches("p\u00e4ss ?")).isFalse();
  }

  @Test
  void aTokenDoesNotShowItself() {
    assertThat(ApiToken.of(TOKEN)).asString().isEqualTo("ApiToken[required]");
    assertThat(ApiToken.of("")).isSameAs(ApiToken.NONE);
    assertThat(ApiToken.NONE.isRequired()).isFalse();
  }
}
