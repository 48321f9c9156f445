package dev.mecha.component.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.middleware.HttpBody;
import dev.mecha.spi.middleware.HttpHeaders;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import dev.mecha.tck.ComponentContexts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits in virtual time. */
class LimitsTest {

  private static final String ORDERS = "POST:/orders";

  private long now = 1_800_000_000_000L;
  private final Deque<Long> slept = new ArrayDeque<>();

  private HttpRequest from(String address, String path) {
    return new HttpRequest("POST", path, "", new HttpHeaders(), HttpBody.of(new byte[0]), address);
  }

  private int status(HttpMiddleware middleware, HttpRequest request) throws InterruptedException {
    return middleware.handle(request) instanceof Verdict.Answer(var answer) ? answer.status() : 200;
  }

  private RateLimitMiddleware limit(double perSecond) {
    return new RateLimitMiddleware(perSecond, () -> Instant.ofEpochMilli(now));
  }

  private SentinelMiddleware sentinel(String field, String rules) {
    return new SentinelMiddleware(
        ComponentMetadata.of(Map.of(field, rules)), new Clock(() -> now, slept::add));
  }

  private Verdict.@Nullable Aftermath enter(SentinelMiddleware middleware)
      throws InterruptedException {
    return middleware.handle(from("", "/orders")) instanceof Verdict.Pass(var _, var after)
        ? after
        : null;
  }

  private boolean visit(SentinelMiddleware middleware, long millis) throws InterruptedException {
    Verdict.Aftermath after = enter(middleware);
    if (after == null) {
      return false;
    }
    now += millis;
    after.ended();
    return true;
  }

  @Test
  void clientsAndPathsAreLimitedByThemselves() throws InterruptedException {
    RateLimitMiddleware two = limit(2);
    HttpRequest[] calls = {
      from("10.0.0.1:1", "/a"), from("10.0.0.1:2", "/a"), from("10.0.0.1:3", "/a")
    };
    assertThat(status(two, calls[0])).isEqualTo(200);
    assertThat(status(two, calls[1])).isEqualTo(200);
    assertThat(status(two, calls[2])).isEqualTo(429);
    assertThat(status(two, from("10.0.0.1:3", "/b"))).isEqualTo(200);
    assertThat(status(two, from("10.0.0.2:3", "/a"))).isEqualTo(200);
    now += 500;
    assertThat(status(two, calls[2])).isEqualTo(200);
    assertThat(status(two, calls[2])).isEqualTo(429);
  }

  @Test
  void refusalsSayWhereTheClientStands() throws InterruptedException {
    RateLimitMiddleware half = limit(0.5);
    HttpRequest call = from("[2001:db8:1:2:3:4:5:6]:9", "/a");
    assertThat(status(half, call)).isEqualTo(200);
    var answer = ((Verdict.Answer) half.handle(from("[2001:db8:1:2::7]:9", "/a"))).answer();
    assertThat(answer.status()).isEqualTo(429);
    assertThat(new String(answer.body().readAtMost(100), StandardCharsets.UTF_8))
        .isEqualTo("You have reached maximum request limit.");
    assertThat(answer.headers().first("X-Rate-Limit-Limit")).isEqualTo("0.50");
    assertThat(answer.headers().first("RateLimit-Remaining")).isEqualTo("0");
  }

  @Test
  void clientsThatAreGoneAreForgotten() {
    var buckets = new TokenBuckets(10, 10, () -> Instant.ofEpochMilli(now));
    for (int i = 0; i < 10_000; i++) {
      now += 1;
      buckets.take("client " + i);
    }
    assertThat(buckets.count()).isLessThan(1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "NaN", "Infinity"})
  void limitsThatAreNoneAreRefused(String value) {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(
            () ->
                new RateLimitMiddleware.Provider()
                    .create(
                        ComponentContexts.of("middleware.http.ratelimit", Path.of("home"))
                            .metadata(Map.of("maxRequestsPerSecond", value))
                            .context()))
        .withMessage("maxRequestsPerSecond: \"" + value + "\" (expected: a number > 0)");
  }

  @Test
  void flowRulesRefuseWhatIsTooMuch() throws InterruptedException {
    var flow = sentinel("flowRules", "[{\"resource\":\"" + ORDERS + "\",\"threshold\":3}]");
    for (int i = 0; i < 3; i++) {
      assertThat(visit(flow, 1)).isTrue();
    }
    assertThat(visit(flow, 1)).isFalse();
    assertThat(status(flow, from("", "/other"))).isEqualTo(200);
    now += 1000;
    assertThat(visit(flow, 1)).isTrue();
  }

  @Test
  void flowRulesMaySpreadRequests() throws InterruptedException {
    var flow =
        sentinel(
            "flowRules",
            "[{\"resource\":\""
                + ORDERS
                + "\",\"threshold\":10,\"controlBehavior\":1,\"maxQueueingTimeMs\":200}]");
    for (int i = 0; i < 3; i++) {
      assertThat(visit(flow, 0)).isTrue();
    }
    assertThat(slept).containsExactly(100L, 200L);
    assertThat(visit(flow, 0)).isFalse();
  }

  @Test
  void flowRulesMayWarmUp() throws InterruptedException {
    var flow =
        sentinel(
            "flowRules",
            "[{\"resource\":\""
                + ORDERS
                + "\",\"threshold\":30,\"tokenCalculateStrategy\":1,\"warmUpPeriodSec\":10}]");
    int first = 0;
    while (visit(flow, 0)) {
      first++;
    }
    assertThat(first).isEqualTo(10);
    for (int i = 0; i < 10; i++) {
      now += 1000;
      visit(flow, 0);
    }
    now += 1000;
    int later = 0;
    while (visit(flow, 0)) {
      later++;
    }
    assertThat(later).isEqualTo(30);
  }

  @Test
  void isolationRulesLimitHowManyAreThereAtATime() throws InterruptedException {
    var isolation =
        sentinel("isolationRules", "[{\"resource\":\"" + ORDERS + "\",\"threshold\":1}]");
    Verdict.Aftermath first = enter(isolation);
    assertThat(first).isNotNull();
    assertThat(enter(isolation)).isNull();
    first.ended();
    assertThat(enter(isolation)).isNotNull();
  }

  @Test
  void breakersCloseWhatIsSlowUntilItHasRecovered() throws InterruptedException {
    var breaker =
        sentinel(
            "circuitBreakerRules",
            "[{\"resource\":\""
                + ORDERS
                + "\",\"strategy\":0,\"threshold\":0.5,\"maxAllowedRtMs\":50,"
                + "\"minRequestAmount\":3,\"statIntervalMs\":10000,\"retryTimeoutMs\":3000}]");
    assertThat(visit(breaker, 10)).isTrue();
    assertThat(visit(breaker, 60)).isTrue();
    assertThat(visit(breaker, 60)).isTrue();
    assertThat(visit(breaker, 1)).isFalse();
    now += 3000;
    assertThat(visit(breaker, 60)).isTrue(); // a probe, and still slow
    assertThat(visit(breaker, 1)).isFalse();
    now += 3000;
    assertThat(visit(breaker, 10)).isTrue();
    assertThat(visit(breaker, 10)).isTrue();
  }

  @Test
  void systemRulesAreForAllTogether() throws InterruptedException {
    var system = sentinel("systemRules", "[{\"metricType\":3,\"triggerCount\":2}]");
    assertThat(status(system, from("", "/a"))).isEqualTo(200);
    assertThat(status(system, from("", "/b"))).isEqualTo(200);
    assertThat(status(system, from("", "/c"))).isEqualTo(429);
    now += 1000;
    assertThat(status(system, from("", "/c"))).isEqualTo(200);
  }

  @Test
  void rulesThatAreWrongAreRefused() {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> sentinel("flowRules", "{}"))
        .withMessageContaining("expected: a JSON array of objects");
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> sentinel("flowRules", "[{\"threshold\":1}]"))
        .withMessageContaining("flowRules: resource");
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(
            () -> sentinel("flowRules", "[{\"resource\":\"GET:/\",\"threshold\":\"much\"}]"))
        .withMessage("flowRules: threshold: \"much\" (expected: a number >= 0)");
  }
}
