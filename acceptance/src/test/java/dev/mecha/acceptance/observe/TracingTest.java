package dev.mecha.acceptance.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Empty;
import dev.mecha.acceptance.observe.Collector.Seen;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.acceptance.process.ZipkinServer;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Metadata;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a Zipkin server and an OpenTelemetry collector show of calls that pass through several
 * sidecars and applications: each hop in its place. One sidecar sends over gRPC, the other over
 * HTTP, and both to Zipkin.
 */
@TestInstance(Lifecycle.PER_CLASS)
class TracingTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Collector collector = new Collector();
  private Path folder;
  private ZipkinServer zipkin;

  @BeforeAll
  void start(@TempDir Path folder) {
    this.folder = folder;
    zipkin = ZipkinServer.launch(folder.resolve("zipkin"));
  }

  @AfterAll
  void stop() {
    zipkin.close();
    collector.close();
  }

  /** Two applications with their sidecars: {@code front}, and {@code back}, which calls it. */
  private final class Pair implements AutoCloseable {

    final Relay frontApp;
    final Relay backApp;
    final Sidecar front;
    final Sidecar back;

    Pair(Relay frontApp, Relay backApp) {
      this.frontApp = frontApp;
      this.backApp = backApp;
      front = sidecar("front", frontApp, "grpc", collector.grpcAddress());
      back = sidecar("back", backApp, "http", collector.httpAddress());
      front.awaitHealthy();
      back.awaitHealthy();
      zipkin.awaitReady();
    }

    private Sidecar sidecar(String appId, Relay app, String exporter, String collector) {
      Path own = folder.resolve(app.protocol());
      return Sidecar.in(own.resolve(appId))
          .appId(appId)
          .configuration(configuration(own, exporter, collector))
          .flags("--app-port=" + app.port(), "--app-protocol=" + app.protocol())
          .environment("OTEL_BSP_SCHEDULE_DELAY", "100")
          .launch();
    }

    @Override
    public void close() {
      front.close();
      back.close();
      frontApp.close();
      backApp.close();
    }
  }

  private String configuration(Path own, String protocol, String address) {
    return Resources.neighbours(own.resolve("names.db"))
        + """
          tracing:
            samplingRate: "1"
            zipkin:
              endpointAddress: %s
            otel:
              endpointAddress: %s
              protocol: %s
              isSecure: false
              headers:
                - "x-tenant=%s"
        """
            .formatted(zipkin.endpoint(), address, protocol, protocol);
  }

  @Test
  void showHttpCallsAcrossTwoHops() {
    try (var pair = new Pair(new HttpRelay(), new HttpRelay())) {
      pair.backApp.handOn(pair.back.httpPort(), "front");
      HttpResponse<String> answer =
          pair.front.send(
              "GET",
              "/v1.0/invoke/back/method/first?q=1",
              "",
              "baggage",
              "user=42",
              "tracestate",
              "a=b",
              "dapr-shop",
              "north");
      assertThat(answer.statusCode()).isEqualTo(200);
      String traceId = answer.headers().firstValue("traceparent").orElseThrow().substring(3, 35);

      List<Seen> chain = awaitChain(traceId);
      assertThat(chain.getFirst().attributes())
          .containsAllEntriesOf(
              Map.of(
                  "rpc.service", "ServiceInvocation",
                  "net.peer.name", "back",
                  "dapr.api", "GET /v1.0/invoke/back/method/first",
                  "dapr.protocol", "http",
                  "dapr.status_code", "200",
                  "http.request.method", "GET",
                  "url.full", "/v1.0/invoke/back/method/first?q=1",
                  "server.address", "127.0.0.1",
                  "dapr-shop", "north"))
          .containsKey("server.port");
      assertThat(pair.frontApp.lastParent())
          .isEqualTo("00-" + traceId + "-" + chain.getLast().id() + "-01");
    }
  }

  @Test
  void showGrpcCallsAcrossTwoHops() {
    try (var pair = new Pair(new GrpcRelay(), new GrpcRelay())) {
      pair.backApp.handOn(pair.back.grpcPort(), "front");
      var toFront =
          Grpc.newChannelBuilder(
                  "127.0.0.1:" + pair.front.grpcPort(), InsecureChannelCredentials.create())
              .build();
      GrpcRelay.invoke(toFront, "back", "first", null);
      String parent = pair.frontApp.lastParent();
      String traceId = parent.substring(3, 35);

      List<Seen> chain = awaitChain(traceId);
      assertThat(chain.getFirst().attributes())
          .containsAllEntriesOf(
              Map.of(
                  "rpc.service", "ServiceInvocation",
                  "net.peer.name", "back",
                  "dapr.api", "/dapr.proto.runtime.v1.Dapr/InvokeService",
                  "dapr.protocol", "grpc"));
      assertThat(parent).isEqualTo("00-" + traceId + "-" + chain.getLast().id() + "-01");

      passOn(toFront, pair);
      toFront.shutdownNow();
    }
  }

  /** A call of the application's own service, which both sidecars pass on unread. */
  private void passOn(Channel toFront, Pair pair) {
    var to = new Metadata();
    to.put(Metadata.Key.of("dapr-app-id", Metadata.ASCII_STRING_MARSHALLER), "back");
    ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(toFront, MetadataUtils.newAttachHeadersInterceptor(to)),
        GrpcRelay.PLACE,
        CallOptions.DEFAULT,
        Empty.getDefaultInstance());
    String parent = pair.backApp.lastParent();
    String traceId = parent.substring(3, 35);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(collector.trace(traceId)).hasSize(2));
    List<Seen> spans = collector.trace(traceId);
    Seen sent = child(spans, "");
    Seen served = child(spans, sent.id());
    assertThat(List.of(sent, served))
        .extracting(Seen::service, Seen::name, span -> span.span().getKind())
        .containsExactly(
            tuple("front", "/shop.Orders/Place", SpanKind.SPAN_KIND_CLIENT),
            tuple("back", "/shop.Orders/Place", SpanKind.SPAN_KIND_SERVER));
    assertThat(parent).isEqualTo("00-" + traceId + "-" + served.id() + "-01");
  }

  /**
   * Waits for the four spans of two hops, checks them, and that Zipkin shows the same.
   *
   * @return from the outermost to the innermost
   */
  private List<Seen> awaitChain(String traceId) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(collector.trace(traceId)).hasSize(4));
    List<Seen> spans = collector.trace(traceId);
    Seen outer = child(spans, "");
    Seen outerServed = child(spans, outer.id());
    Seen inner = child(spans, outerServed.id());
    Seen innerServed = child(spans, inner.id());
    var chain = List.of(outer, outerServed, inner, innerServed);
    assertThat(chain)
        .extracting(Seen::service, Seen::name, span -> span.span().getKind(), Seen::tenant)
        .containsExactly(
            tuple("front", "CallLocal/back/first", SpanKind.SPAN_KIND_CLIENT, "grpc"),
            tuple("back", "CallLocal/back/first", SpanKind.SPAN_KIND_SERVER, "http"),
            tuple("back", "CallLocal/front/second", SpanKind.SPAN_KIND_CLIENT, "http"),
            tuple("front", "CallLocal/front/second", SpanKind.SPAN_KIND_SERVER, "grpc"));
    assertThat(outerServed.attributes())
        .containsEntry("rpc.service", "ServiceInvocation")
        .containsEntry("dapr.invoke_method", "first");
    awaitZipkin(traceId, chain);
    return chain;
  }

  private static Seen child(List<Seen> spans, String parentId) {
    List<Seen> children = spans.stream().filter(span -> span.parentId().equals(parentId)).toList();
    assertThat(children).as("the one span below %s of %s", parentId, spans).hasSize(1);
    return children.getFirst();
  }

  private void awaitZipkin(String traceId, List<Seen> chain) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(zipkin.trace(traceId)).hasSize(chain.size()));
    Map<String, JsonNode> shown =
        StreamSupport.stream(zipkin.trace(traceId).spliterator(), false)
            .collect(Collectors.toMap(span -> span.path("id").asText(), span -> span));
    for (Seen span : chain) {
      JsonNode same = shown.get(span.id());
      assertThat(same).as("the span %s of %s", span.id(), shown).isNotNull();
      assertThat(same.path("parentId").asText()).isEqualTo(span.parentId());
      assertThat(same.path("name").asText()).isEqualToIgnoringCase(span.name());
      assertThat(same.path("localEndpoint").path("serviceName").asText()).isEqualTo(span.service());
      assertThat("SPAN_KIND_" + same.path("kind").asText()).isEqualTo(span.span().getKind().name());
    }
  }
}
