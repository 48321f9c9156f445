package dev.mecha.kernel.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.FakeGrpcExchange;
import dev.mecha.kernel.pipeline.FakeHttpExchange;
import dev.mecha.kernel.pipeline.FilterChain;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("java.util.logging")
class ApiLogFilterTest {

  private final Logger http = Logger.getLogger(Logs.HTTP_API);
  private final Logger grpc = Logger.getLogger(Logs.GRPC_API);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final LogHandler handler =
      new LogHandler(out, new TextLogFormat(new LogIdentity("app", "h", "1"), ZoneOffset.UTC));
  private final AtomicLong clock = new AtomicLong();

  @BeforeEach
  void listen() {
    for (Logger logger : List.of(http, grpc)) {
      logger.setUseParentHandlers(false);
      logger.setLevel(Level.INFO);
      logger.addHandler(handler);
    }
  }

  @AfterEach
  void stopListening() {
    for (Logger logger : List.of(http, grpc)) {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
  }

  private String run(ApiLogOptions options, Exchange exchange, FilterChain.Handler answer)
      throws InterruptedException {
    FilterChain.run(
        List.of(new ApiLogFilter(options, clock::get)),
        exchange,
        () -> {
          clock.addAndGet(TimeUnit.MICROSECONDS.toNanos(7_900));
          answer.handle();
        });
    return logged();
  }

  private String logged() {
    return out.toString(StandardCharsets.UTF_8).replaceFirst("^time=\"[^\"]+\" ", "");
  }

  private static ApiLogOptions on(boolean obfuscateUrls, boolean omitHealthChecks) {
    return new ApiLogOptions(true, obfuscateUrls, omitHealthChecks);
  }

  @Test
  void anHttpCallIsLoggedAsThePeerLogsIt() throws InterruptedException {
    var exchange =
        FakeHttpExchange.of("GET", "/v1.0/state/store/a%20b%0Ax")
            .header("User-Agent", "agent \"x\"")
            .withSizes(0, 42);

    assertThat(run(on(false, false), exchange, () -> exchange.respond(200)))
        .isEqualTo(
            "level=info msg=\"HTTP API Called\" app_id=app code=200 duration=7 instance=h"
                + " method=\"GET /v1.0/state/store/a b\\nx\" scope=dapr.runtime.http-info size=42"
                + " type=log useragent=\"agent \\\"x\\\"\" ver=1\n");
  }

  @Test
  void urlsCanBeHiddenBehindTheEndpointsName() throws InterruptedException {
    var exchange = FakeHttpExchange.of("GET", "/v1.0/state/store/customer-name");

    assertThat(run(on(true, false), exchange, () -> exchange.respond(204)))
        .contains(" method=GetState ")
        .doesNotContain("customer-name")
        .doesNotContain("useragent");
  }

  @Test
  void whoIsCalledIsNoSecret() throws InterruptedException {
    var exchange = FakeHttpExchange.of("GET", "/v1.0/invoke/orders/method/customer-name");
    exchange.target("orders");

    assertThat(run(on(true, false), exchange, () -> exchange.respond(204)))
        .contains("/orders ")
        .doesNotContain("customer-name");
  }

  @Test
  void aGrpcCallIsLoggedAsThePeerLogsIt() throws InterruptedException {
    var exchange = FakeGrpcExchange.of("GetState").header("user-agent", "grpc-go/1");

    assertThat(
            run(
                on(true, true),
                exchange,
                () -> {
                  throw ApiError.malformed("no").asException();
                }))
        .isEqualTo(
            "level=info msg=\"gRPC API Called\" app_id=app code=3 duration=7 instance=h"
                + " method=/dapr.proto.runtime.v1.Dapr/GetState"
                + " scope=dapr.runtime.grpc.api-info type=log useragent=grpc-go/1 ver=1\n");
  }

  @Test
  void probesAreLoggedUnlessTheyAreLeftOut() throws InterruptedException {
    var left = FakeHttpExchange.health("GET");
    assertThat(run(on(false, true), left, () -> left.respond(204))).isEmpty();

    var logged = FakeHttpExchange.health("GET");
    assertThat(run(on(false, false), logged, () -> logged.respond(204)))
        .contains("method=\"GET /v1.0/healthz\"");
  }

  @Test
  void aCancelledCallIsLogged() {
    assertThatThrownBy(
            () ->
                run(
                    on(false, false),
                    FakeHttpExchange.of("GET", "/x"),
                    () -> {
                      throw new InterruptedException();
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(logged()).contains(" code=408 ");
  }
}
