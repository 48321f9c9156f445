package dev.mecha.acceptance.observe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Takes spans as an OpenTelemetry collector does, over gRPC and over HTTP, and keeps them. */
final class Collector implements AutoCloseable {

  private static final Metadata.Key<String> TENANT =
      Metadata.Key.of("x-tenant", Metadata.ASCII_STRING_MARSHALLER);

  private final Collection<Seen> spans = new ConcurrentLinkedQueue<>();
  private final Server grpc;
  private final HttpServer http;

  /**
   * A span that came in.
   *
   * @param service the application whose sidecar sent it
   * @param tenant the header {@code x-tenant} that it was sent with; empty if none
   * @param span all the rest
   */
  record Seen(String service, String tenant, Span span) {

    String name() {
      return span.getName();
    }

    String traceId() {
      return HexFormat.of().formatHex(span.getTraceId().toByteArray());
    }

    String id() {
      return HexFormat.of().formatHex(span.getSpanId().toByteArray());
    }

    /** Empty for the first of a trace. */
    String parentId() {
      return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
    }

    Map<String, String> attributes() {
      return map(span.getAttributesList());
    }
  }

  Collector() {
    this(null);
  }

  /**
   * @param keys what it shows; null for clear text
   */
  Collector(@Nullable KeyManagerFactory keys) {
    try {
      grpc =
          Grpc.newServerBuilderForPort(0, credentials(keys))
              .addService(new Service())
              .intercept(new TenantKeeper())
              .build()
              .start();
      http = server(keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    http.createContext("/v1/traces", this::take);
    http.start();
  }

  private static ServerCredentials credentials(@Nullable KeyManagerFactory keys) {
    return keys == null
        ? InsecureServerCredentials.create()
        : TlsServerCredentials.newBuilder().keyManager(keys.getKeyManagers()).build();
  }

  private static HttpServer server(@Nullable KeyManagerFactory keys)
      throws IOException, GeneralSecurityException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (keys == null) {
      return HttpServer.create(address, 0);
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    HttpsServer secured = HttpsServer.create(address, 0);
    secured.setHttpsConfigurator(new HttpsConfigurator(context));
    return secured;
  }

  /**
   * @return host and port that take gRPC
   */
  String grpcAddress() {
    return "127.0.0.1:" + grpc.getPort();
  }

  /**
   * @return host and port that take HTTP
   */
  String httpAddress() {
    return "127.0.0.1:" + http.getAddress().getPort();
  }

  /**
   * @param traceId of a trace
   * @return what has come in of it
   */
  List<Seen> trace(String traceId) {
    return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String tenant = exchange.getRequestHeaders().getFirst("x-tenant");
      keep(
          ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()),
          tenant == null ? "" : tenant);
      byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
    }
  }

  private void keep(ExportTraceServiceRequest request, String tenant) {
    for (ResourceSpans sent : request.getResourceSpansList()) {
      String service = service(sent.getResource());
      sent.getScopeSpansList()
          .forEach(
              scope ->
                  scope.getSpansList().forEach(span -> spans.add(new Seen(service, tenant, span))));
    }
  }

  private static String service(Resource resource) {
    return map(resource.getAttributesList()).getOrDefault("service.name", "");
  }

  private static Map<String, String> map(List<KeyValue> attributes) {
    var map = new TreeMap<String, String>();
    attributes.forEach(each -> map.put(each.getKey(), each.getValue().getStringValue()));
    return map;
  }

  @Override
  public void close() {
    grpc.shutdownNow();
    http.stop(0);
  }

  private final class Service extends TraceServiceGrpc.TraceServiceImplBase {
    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> response) {
      String tenant = TenantKeeper.KEPT.get();
      keep(request, tenant == null ? "" : tenant);
      response.onNext(ExportTraceServiceResponse.getDefaultInstance());
      response.onCompleted();
    }
  }

  private static final class TenantKeeper implements ServerInterceptor {

    static final io.grpc.Context.Key<String> KEPT = io.grpc.Context.key("tenant");

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      var context = io.grpc.Context.current().withValue(KEPT, headers.get(TENANT));
      return io.grpc.Contexts.interceptCall(context, call, headers, next);
    }
  }
}
