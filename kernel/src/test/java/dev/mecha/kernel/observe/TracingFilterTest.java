package dev.mecha.kernel.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.FakeGrpcExchange;
import dev.mecha.kernel.pipeline.FakeHttpExchange;
import dev.mecha.kernel.pipeline.FilterChain;
import dev.mecha.kernel.trace.SpanSink;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.kernel.trace.Traceparent;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.kernel.trace.TracingOptions;
import dev.mecha.kernel.trace.TracingOptions.Mode;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracingFilterTest {

  private static final String VALID = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final TracingFilter passingOn = filter("");
  private final TracingFilter spans = filter("1");

  private static TracingFilter filter(String samplingRate) {
    var options = TracingOptions.of(samplingRate, false);
    return new TracingFilter(
        new Tracer(options, SpanSink.NONE, InstantSource.system(), System::nanoTime), "app");
  }

  private static <E extends Exchange> E run(TracingFilter filter, E exchange)
      throws InterruptedException {
    FilterChain.run(List.of(filter), exchange, () -> {});
    return exchange;
  }

  private static FakeHttpExchange http() {
    return FakeHttpExchange.of("GET", "/v1.0/state/store/key");
  }

  @Test
  void withoutSpansTheCallersTraceIsPassedOnUnchanged() throws InterruptedException {
    var exchange =
        run(
            passingOn,
            http()
                .header("traceparent", VALID)
                .header("tracestate", "a=b , c=d")
                .header("baggage", "k=v"));

    assertThat(exchange.trace()).isEqualTo(new TraceContext(VALID, "a=b,c=d", "k=v"));
    assertThat(exchange.responseHeaders())
        .containsEntry("traceparent", VALID)
        .containsEntry("tracestate", "a=b,c=d")
        .containsEntry("baggage", "k=v");
  }

  @Test
  void withoutSpansAndWithoutATraceItIsAllZero() throws InterruptedException {
    var exchange =
        run(passingOn, http().header("traceparent", "garbage").header("tracestate", "a=b"));

    assertThat(exchange.trace()).isEqualTo(new TraceContext(Traceparent.NO_TRACE, "", ""));
    assertThat(exchange.responseHeaders())
        .containsEntry("traceparent", "00-00000000000000000000000000000000-0000000000000000-00")
        .doesNotContainKey("tracestate");
  }

  @Test
  void aSpanGoesOnWithTheCallersTrace() throws InterruptedException {
    var exchange = run(spans, http().header("traceparent", VALID).header("tracestate", "a=b"));

    assertThat(exchange.trace().traceparent())
        .startsWith(VALID.substring(0, 36))
        .endsWith("-01")
        .isNotEqualTo(VALID);
    assertThat(exchange.trace().tracestate()).isEqualTo("a=b");
    assertThat(exchange.responseHeaders())
        .containsEntry("traceparent", exchange.trace().traceparent());
  }

  @Test
  void aSpanIsNotSampledIfTheCallersIsNot() throws InterruptedException {
    var exchange = run(spans, http().header("traceparent", VALID.replace("-01", "-00")));

    assertThat(exchange.trace().traceparent()).endsWith("-00");
  }

  @Test
  void aSpanBeginsATraceWhereThereIsNone() throws InterruptedException {
    var first = run(spans, http()).trace().traceparent();
    var second = run(spans, http()).trace().traceparent();

    assertThat(Traceparent.parse(first)).isEqualTo(first);
    assertThat(first.substring(0, 36)).isNotEqualTo(second.substring(0, 36));
  }

  @Test
  void probesAreNotTraced() throws InterruptedException {
    var exchange = run(spans, FakeHttpExchange.health("GET").header("traceparent", VALID));

    assertThat(exchange.trace()).isEqualTo(TraceContext.NONE);
    assertThat(exchange.responseHeaders()).isEmpty();
  }

  @Test
  void severalBaggageHeadersAreOne() throws InterruptedException {
    var exchange = run(spans, http().header("baggage", "a=b").header("baggage", "c=d;p"));

    assertThat(exchange.trace().baggage()).isEqualTo("a=b,c=d;p");
  }

  @Test
  void malformedBaggageIsRefused() throws InterruptedException {
    var exchange = run(spans, http().header("baggage", "invalid-baggage"));

    assertThat(exchange.status()).isEqualTo(400);
    assertThat(exchange.answer())
        .isEqualTo("invalid baggage header: invalid baggage list-member: \"invalid-baggage\"\n");
    assertThat(exchange.responseHeaders()).doesNotContainKey("traceparent");
  }

  @Test
  void malformedBaggageIsRefusedOnGrpc() throws InterruptedException {
    var exchange = run(spans, FakeGrpcExchange.of("GetState").header("baggage", "x"));

    assertThat(exchange.status()).isEqualTo(3);
    assertThat(exchange.error()).isNotNull();
    assertThat(exchange.error().message()).startsWith("invalid baggage header: ");
  }

  @Test
  void grpcPrefersTheBinaryForm() throws InterruptedException {
    var exchange =
        run(
            passingOn,
            FakeGrpcExchange.of("GetState")
                .header(GrpcTrace.BINARY, Traceparent.toBinary(VALID))
                .header("traceparent", VALID.replace("0af7", "1111"))
                .header("tracestate", "a=b"));

    assertThat(exchange.trace()).isEqualTo(new TraceContext(VALID, "a=b", ""));
    assertThat(exchange.responseMetadata().get(GrpcTrace.BINARY))
        .isEqualTo(Traceparent.toBinary(VALID));
  }

  @Test
  void grpcUnderstandsTheHeaderToo() throws InterruptedException {
    var exchange = run(passingOn, FakeGrpcExchange.of("GetState").header("traceparent", VALID));

    assertThat(exchange.trace().traceparent()).isEqualTo(VALID);
    assertThat(exchange.responseHeaders()).isEmpty();
  }

  @Test
  void aMalformedBinaryFormIsNotMadeUpForByTheHeader() throws InterruptedException {
    var exchange =
        run(
            passingOn,
            FakeGrpcExchange.of("GetState")
                .header(GrpcTrace.BINARY, new byte[] {1, 2, 3})
                .header("traceparent", VALID));

    assertThat(exchange.trace().traceparent()).isEqualTo(Traceparent.NO_TRACE);
  }

  @Test
  void anApplicationAnswersOnGrpcWithItsOwnTrace() throws InterruptedException {
    var passedOn =
        new FakeGrpcExchange(
            "/my.Service/Do",
            new Endpoint("proxy", new ApiGroup("invoke", "v1"), Endpoint.Kind.PASS_THROUGH));

    assertThat(run(spans, passedOn).responseMetadata().keys()).isEmpty();
    assertThat(run(spans, FakeGrpcExchange.of("InvokeService")).responseMetadata().keys())
        .isEmpty();
    assertThat(passedOn.trace().traceparent()).hasSize(55);
  }

  @ParameterizedTest
  @CsvSource({
    "'', false, PASS_ON, 0.0001",
    "'', true, SPANS, 0.0001",
    "1, false, SPANS, 1",
    "1.0, true, SPANS, 1",
    "0.25, false, SPANS, 0.25",
    "2, false, SPANS, 1",
    "-1, false, SPANS, 0",
    "often, false, SPANS, 0.0001",
    "1d, false, SPANS, 0.0001",
    "1e-2, false, SPANS, 0.01",
    "0, true, OFF, 0",
    "0.0, false, OFF, 0",
  })
  void optionsAreReadAsThePeerReadsThem(
      String samplingRate, boolean exporter, Mode mode, double ratio) {
    assertThat(TracingOptions.of(samplingRate, exporter))
        .isEqualTo(new TracingOptions(mode, ratio));
  }
}
