package dev.mecha.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mecha.kernel.trace.ExportTarget;
import dev.mecha.kernel.trace.Span;
import dev.mecha.kernel.trace.SpanExporter;
import dev.mecha.kernel.trace.SpanExporterProvider;
import dev.mecha.kernel.trace.SpanStatus;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OpenTelemetryExportersTest {

  private static final Map<String, String> RESOURCE =
      Map.of("service.name", "orders", "deployment.environment", "test");

  private static final Span SPAN =
      new Span(
          "CallLocal/other/orders",
          Span.Kind.SERVER,
          "0af7651916cd43dd8448eb211c80319c",
          "b7ad6b7169203331",
          "00f067aa0ba902b7",
          "a=b,c=d",
          Instant.ofEpochSecond(1_700_000_000, 1),
          Instant.ofEpochSecond(1_700_000_000, 2_000_001),
          Map.of("rpc.service", "ServiceInvocation"),
          SpanStatus.error("Code(404): Not Found"));

  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private @Nullable HttpServer http;
  private @Nullable Server grpc;

  /** What a server got: the body, and a header that was asked for. */
  private record Received(String path, String header, byte[] body) {}

  @AfterEach
  void stop() {
    if (http != null) {
      http.stop(0);
    }
    if (grpc != null) {
      grpc.shutdownNow();
    }
  }

  private String http(int status) throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", exchange -> answer(exchange, status));
    http.start();
    return "127.0.0.1:" + http.getAddress().getPort();
  }

  private void answer(HttpExchange exchange, int status) throws IOException {
    try (exchange) {
      received.add(
          new Received(
              exchange.getRequestURI().toString(),
              String.valueOf(exchange.getRequestHeaders().getFirst("x-tenant")),
              exchange.getRequestBody().readAllBytes()));
      exchange.sendResponseHeaders(status, -1);
    }
  }

  private String grpc() throws IOException {
    var service =
        new TraceServiceGrpc.TraceServiceImplBase() {
          @Override
          public void export(
              ExportTraceServiceRequest request,
              StreamObserver<ExportTraceServiceResponse> response) {
            received.add(new Received("", "", request.toByteArray()));
            response.onNext(ExportTraceServiceResponse.getDefaultInstance());
            response.onCompleted();
          }
        };
    grpc =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(service)
            .intercept(new HeaderKeeper())
            .build()
            .start();
    return "127.0.0.1:" + grpc.getPort();
  }

  private final class HeaderKeeper implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      var key = Metadata.Key.of("x-tenant", Metadata.ASCII_STRING_MARSHALLER);
      received.add(new Received("headers", String.valueOf(headers.get(key)), new byte[0]));
      return next.startCall(call, headers);
    }
  }

  private static SpanExporter exporter(ExportTarget target) {
    return ServiceLoader.load(SpanExporterProvider.class)
        .findFirst()
        .orElseThrow()
        .create(target, RESOURCE);
  }

  private static ExportTarget.Otlp otlp(ExportTarget.Protocol protocol, String endpoint) {
    return new ExportTarget.Otlp(
        protocol, endpoint, false, Map.of("x-tenant", "blue"), Duration.ofSeconds(20));
  }

  private Received next() throws InterruptedException {
    var found = received.poll(20, TimeUnit.SECONDS);
    assertThat(found).isNotNull();
    return found;
  }

  private static void assertIsTheSpan(byte[] body) throws IOException {
    var spans = ExportTraceServiceRequest.parseFrom(body).getResourceSpans(0);
    assertThat(spans.getResource().getAttributesList())
        .extracting(each -> each.getKey() + "=" + each.getValue().getStringValue())
        .containsExactlyInAnyOrder("service.name=orders", "deployment.environment=test");
    assertThat(spans.getScopeSpans(0).getScope().getName()).isEqualTo("dapr-diagnostics");
    var span = spans.getScopeSpans(0).getSpans(0);
    assertThat(span.getName()).isEqualTo(SPAN.name());
    assertThat(span.getKind())
        .isEqualTo(io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(span.getTraceState()).isEqualTo("a=b,c=d");
    assertThat(span.getTraceId().toByteArray()).startsWith(0x0a, 0xf7);
    assertThat(span.getSpanId().toByteArray()).startsWith(0xb7, 0xad);
    assertThat(span.getParentSpanId().toByteArray()).startsWith(0x00, 0xf0, 0x67);
    assertThat(span.getStartTimeUnixNano()).isEqualTo(1_700_000_000_000_000_001L);
    assertThat(span.getEndTimeUnixNano()).isEqualTo(1_700_000_000_002_000_001L);
    assertThat(span.getStatus().getMessage()).isEqualTo("Code(404): Not Found");
    assertThat(span.getAttributes(0).getKey()).isEqualTo("rpc.service");
  }

  @Test
  void aCollectorGetsSpansByHttp() throws Exception {
    try (var exporter = exporter(otlp(ExportTarget.Protocol.HTTP, http(200)))) {
      exporter.export(List.of(SPAN));
    }

    var got = next();
    assertThat(got.path()).isEqualTo("/v1/traces");
    assertThat(got.header()).isEqualTo("blue");
    assertIsTheSpan(got.body());
  }

  @Test
  void aPathOfItsOwnIsKept() throws Exception {
    try (var exporter = exporter(otlp(ExportTarget.Protocol.HTTP, http(200) + "/custom"))) {
      exporter.export(List.of(SPAN));
    }

    assertThat(next().path()).isEqualTo("/custom");
  }

  @Test
  void aCollectorGetsSpansByGrpc() throws Exception {
    try (var exporter = exporter(otlp(ExportTarget.Protocol.GRPC, grpc()))) {
      exporter.export(List.of(SPAN));
    }

    assertThat(next().header()).isEqualTo("blue");
    assertIsTheSpan(next().body());
  }

  @Test
  void aZipkinServerGetsSpans() throws Exception {
    String endpoint = "http://" + http(202) + "/api/v2/spans";
    try (var exporter = exporter(new ExportTarget.Zipkin(endpoint))) {
      exporter.export(List.of(SPAN));
    }

    var got = next();
    assertThat(got.path()).isEqualTo("/api/v2/spans");
    assertThat(new String(got.body(), StandardCharsets.UTF_8))
        .contains("\"traceId\":\"0af7651916cd43dd8448eb211c80319c\"")
        .contains("\"parentId\":\"00f067aa0ba902b7\"")
        .contains("\"kind\":\"SERVER\"")
        .contains("\"serviceName\":\"orders\"")
        .contains("\"error\":\"Code(404): Not Found\"");
  }

  @Test
  void whatIsRefusedIsTold() throws Exception {
    try (var exporter = exporter(otlp(ExportTarget.Protocol.HTTP, http(400)))) {
      assertThatThrownBy(() -> exporter.export(List.of(SPAN)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("spans were not taken");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatIsDownIsTold(ExportTarget.Protocol protocol) throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (var exporter = exporter(otlp(protocol, "127.0.0.1:" + port))) {
      assertThatThrownBy(() -> exporter.export(List.of(SPAN))).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatDoesNotAnswerIsGivenUp(ExportTarget.Protocol protocol) throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var exporter =
            exporter(
                new ExportTarget.Otlp(
                    protocol,
                    "127.0.0.1:" + silent.getLocalPort(),
                    false,
                    Map.of(),
                    Duration.ofMillis(300)))) {
      assertThatThrownBy(() -> exporter.export(List.of(SPAN))).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not an address", "ftp://x/y"})
  void anAddressThatIsNoneIsRefused(String endpoint) {
    assertThatThrownBy(() -> exporter(new ExportTarget.Zipkin(endpoint)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("endpointAddress: \"" + endpoint + "\" (expected: the address of a server)");
  }
}
