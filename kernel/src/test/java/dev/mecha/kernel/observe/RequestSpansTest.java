package dev.mecha.kernel.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.FakeGrpcExchange;
import dev.mecha.kernel.pipeline.FakeHttpExchange;
import dev.mecha.kernel.pipeline.FilterChain;
import dev.mecha.kernel.trace.Span;
import dev.mecha.kernel.trace.SpanStatus;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.kernel.trace.TracingOptions;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestSpansTest {

  private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");
  private static final Endpoint PROXIED =
      new Endpoint("proxy", new ApiGroup("invoke", "v1"), Endpoint.Kind.PASS_THROUGH);

  private final List<Span> finished = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();

  private Span run(Exchange exchange, FilterChain.Handler handler) throws InterruptedException {
    return run("1", exchange, handler).getFirst();
  }

  private List<Span> run(String samplingRate, Exchange exchange, FilterChain.Handler handler)
      throws InterruptedException {
    var tracer =
        new Tracer(
            TracingOptions.of(samplingRate, true),
            finished::add,
            InstantSource.fixed(START),
            nanos::get);
    FilterChain.run(List.of(new TracingFilter(tracer, "app")), exchange, handler);
    return finished;
  }

  private static FakeHttpExchange http() {
    return FakeHttpExchange.of("GET", "/v1.0/state/my%20store/key")
        .withQuery("metadata.a=b")
        .from("127.0.0.1:4711");
  }

  @Test
  void anHttpRequestIsDescribedInThePeersWords() throws InterruptedException {
    var exchange = http();

    var span =
        run(
            exchange,
            () -> {
              exchange.span().store("state", "my store");
              nanos.addAndGet(Duration.ofMillis(3).toNanos());
              exchange.respond(200);
            });

    assertThat(span.name()).isEqualTo("/v1.0/state/my store/key");
    assertThat(span.kind()).isEqualTo(Span.Kind.CLIENT);
    assertThat(span.start()).isEqualTo(START);
    assertThat(span.end()).isEqualTo(START.plusMillis(3));
    assertThat(span.parentSpanId()).isEmpty();
    assertThat(span.status()).isEqualTo(SpanStatus.UNSET);
    assertThat(exchange.trace().traceparent())
        .isEqualTo("00-" + span.traceId() + "-" + span.spanId() + "-01");
    assertThat(span.attributes())
        .containsOnly(
            entry("db.system", "state"),
            entry("db.connection_string", "state"),
            entry("db.name", "my store"),
            entry("db.statement", "GET /v1.0/state/my store/key"),
            entry("dapr.protocol", "http"),
            entry("dapr.api", "GET /v1.0/state/my store/key"),
            entry("dapr.status_code", "200"),
            entry("http.request.method", "GET"),
            entry("url.full", "/v1.0/state/my%20store/key?metadata.a=b"),
            entry("server.address", "127.0.0.1"),
            entry("server.port", "4711"));
  }

  @Test
  void aSpanKnowsItsParent() throws InterruptedException {
    var exchange =
        http()
            .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .header("tracestate", "a=b");

    var span = run(exchange, () -> exchange.respond(204));

    assertThat(span.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(span.parentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(span.spanId()).isNotEqualTo("b7ad6b7169203331");
    assertThat(span.tracestate()).isEqualTo("a=b");
  }

  @Test
  void anInvocationIsNamedAfterWhatItCalls() throws InterruptedException {
    var exchange = http();

    var span =
        run(
            exchange,
            () -> {
              exchange.span().call("other", "orders/1");
              exchange.respond(200);
            });

    assertThat(span.name()).isEqualTo("CallLocal/other/orders/1");
    assertThat(span.attributes())
        .containsEntry("rpc.service", "ServiceInvocation")
        .containsEntry("net.peer.name", "other")
        .doesNotContainKey("db.statement");
  }

  @ParameterizedTest
  @CsvSource({
    "200, false, ''",
    "399, false, ''",
    "404, true, Code(404): Not Found",
    "500, true, Code(500): Internal Server Error",
    "599, true, Code(599): Unknown",
  })
  void whatTheCallerWasToldShowsInTheStatus(int status, boolean error, String description)
      throws InterruptedException {
    var exchange = http();

    var span = run(exchange, () -> exchange.respond(status));

    assertThat(span.status()).isEqualTo(new SpanStatus(error, description));
    assertThat(span.attributes()).containsEntry("dapr.status_code", Integer.toString(status));
  }

  @Test
  void aRequestThatIsGivenUpHasASpanToo() {
    var exchange = http();

    assertThatThrownBy(
            () ->
                run(
                    exchange,
                    () -> {
                      throw new InterruptedException();
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(finished)
        .extracting(Span::status)
        .containsExactly(SpanStatus.error("Code(408): Request Timeout"));
  }

  @Test
  void usersHeadersAreSeenButNoSecret() throws InterruptedException {
    var exchange =
        http()
            .header("Dapr-Tenant", "blue")
            .header("dapr-api-token", "s3cret")
            .header("dapr-app-token", "s3cret")
            .header("other", "x");

    var span = run(exchange, () -> exchange.respond(200));

    assertThat(span.attributes()).containsEntry("dapr-tenant", "blue").doesNotContainKey("other");
    assertThat(span.toString()).doesNotContain("s3cret");
  }

  @Test
  void aGrpcCallIsDescribedInThePeersWords() throws InterruptedException {
    var exchange = FakeGrpcExchange.of("GetState");

    var span = run(exchange, () -> exchange.span().store("state", "store"));

    assertThat(span.name()).isEqualTo("/dapr.proto.runtime.v1.Dapr/GetState");
    assertThat(span.kind()).isEqualTo(Span.Kind.CLIENT);
    assertThat(span.status()).isEqualTo(SpanStatus.UNSET);
    assertThat(span.attributes())
        .containsOnly(
            entry("db.system", "state"),
            entry("db.connection_string", "state"),
            entry("db.name", "store"),
            entry("db.statement", "/dapr.proto.runtime.v1.Dapr/GetState"),
            entry("rpc.service", "Dapr"),
            entry("dapr.protocol", "grpc"),
            entry("dapr.api", "/dapr.proto.runtime.v1.Dapr/GetState"));
  }

  @Test
  void publishingOnGrpcSaysWhereTo() throws InterruptedException {
    var exchange = FakeGrpcExchange.of("PublishEvent");

    var span = run(exchange, () -> exchange.span().topic("orders"));

    assertThat(span.attributes())
        .containsEntry("messaging.system", "pubsub")
        .containsEntry("messaging.destination.name", "orders")
        .containsEntry("rpc.service", "Dapr");
  }

  @Test
  void aGrpcCallFailsWithItsMessage() throws InterruptedException {
    var span =
        run(
            FakeGrpcExchange.of("GetState"),
            () -> {
              throw ApiError.plain(400, Status.Code.INVALID_ARGUMENT, "no such store")
                  .asException();
            });

    assertThat(span.status()).isEqualTo(SpanStatus.error("no such store"));
  }

  @Test
  void aCallOfAnotherSidecarIsAServersSpan() throws InterruptedException {
    var exchange =
        new FakeGrpcExchange(
            "/dapr.proto.internals.v1.ServiceInvocation/CallLocal",
            Endpoint.of("CallLocal", new ApiGroup("invoke", "v1")));

    var span = run(exchange, () -> exchange.span().called("app", "orders"));

    assertThat(span.kind()).isEqualTo(Span.Kind.SERVER);
    assertThat(span.name()).isEqualTo("CallLocal/app/orders");
    assertThat(span.attributes())
        .containsEntry("rpc.service", "ServiceInvocation")
        .containsEntry("dapr.invoke_method", "orders");
  }

  @ParameterizedTest
  @CsvSource({
    "dapr-app-id, other, CLIENT",
    "dapr-app-id, app, SERVER",
    "dapr-callee-app-id, app, SERVER",
  })
  void aProxiedCallIsAClientsHereAndAServersThere(String header, String value, Span.Kind kind)
      throws InterruptedException {
    var span = run(new FakeGrpcExchange("/my.Service/Do", PROXIED).header(header, value), () -> {});

    assertThat(span.name()).isEqualTo("/my.Service/Do");
    assertThat(span.kind()).isEqualTo(kind);
    assertThat(span.attributes()).doesNotContainKey("dapr.api");
  }

  @Test
  void whatIsNotSampledIsNotRecorded() throws InterruptedException {
    var unsampled =
        http().header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");

    run("1", unsampled, () -> assertThat(unsampled.span().isRecording()).isFalse());
    run("", http(), () -> {});

    assertThat(finished).isEmpty();
  }
}
