package dev.mecha.transport.http;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorBody;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.trace.ActiveSpan;
import dev.mecha.kernel.trace.TraceContext;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request of the HTTP door. What it is answered is kept until the virtual thread has ended. */
final class ServerExchange implements HttpExchange {

  private static final byte[] NOTHING = {};

  private final HttpServerRequest request;
  private final RequestTarget target;
  private final RouteMatch match;
  private final RequestBody body;
  private final Map<String, String> responseHeaders = new LinkedHashMap<>(4);
  private @Nullable Set<String> removedHeaders;
  private @Nullable QueryString query;
  private TraceContext trace = TraceContext.NONE;
  private ActiveSpan span = ActiveSpan.NONE;
  private @Nullable ApiError error;
  private int status;
  private byte[] answer = NOTHING;

  ServerExchange(
      HttpServerRequest request, RequestTarget target, RouteMatch match, RequestBody body) {
    this.request = request;
    this.target = target;
    this.match = match;
    this.body = body;
  }

  @Override
  public Protocol protocol() {
    return Protocol.HTTP;
  }

  @Override
  public Endpoint endpoint() {
    return match.route().endpoint();
  }

  @Override
  public String verb() {
    return request.method().name();
  }

  @Override
  public String path() {
    return target.path();
  }

  @Override
  public String remoteAddress() {
    var address = request.remoteAddress();
    String host = address == null ? null : address.hostAddress();
    return host == null ? "" : host + ":" + request.remoteAddress().port();
  }

  @Override
  public @Nullable String requestHeader(String name) {
    if (removedHeaders != null && removedHeaders.contains(name.toLowerCase(Locale.ROOT))) {
      return null;
    }
    return request.getHeader(name);
  }

  @Override
  public List<String> requestHeaders(String name) {
    return requestHeader(name) == null ? List.of() : List.copyOf(request.headers().getAll(name));
  }

  @Override
  public void removeRequestHeader(String name) {
    if (removedHeaders == null) {
      removedHeaders = new HashSet<>();
    }
    removedHeaders.add(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public void responseHeader(String name, String value) {
    responseHeaders.put(name, value);
  }

  @Override
  public String pathParameter(String name) {
    return match.parameter(name);
  }

  @Override
  public @Nullable String queryParameter(String name) {
    return parsedQuery().first(name);
  }

  @Override
  public List<String> queryParameters(String name) {
    return parsedQuery().all(name);
  }

  @Override
  public Map<String, String> queryMetadata() {
    return target.query().isEmpty() ? Map.of() : parsedQuery().metadata();
  }

  private QueryString parsedQuery() {
    if (query == null) {
      query = new QueryString(target.query());
    }
    return query;
  }

  @Override
  public byte[] body() throws InterruptedException {
    return body.readAll();
  }

  @Override
  public String query() {
    return target.query();
  }

  @Override
  public dev.mecha.kernel.channel.Headers requestHeaders() {
    var all = new dev.mecha.kernel.channel.Headers();
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (removedHeaders == null
                  || !removedHeaders.contains(name.toLowerCase(Locale.ROOT))) {
                all.add(name, value);
              }
            });
    return all;
  }

  @Override
  public Body bodyStream() {
    return body.asBody();
  }

  @Override
  public void respond(int status, dev.mecha.kernel.channel.Headers headers, Body body)
      throws InterruptedException {
    try (body) {
      headers.forEach(this::responseHeader);
      answer(status, headers.first("Content-Type"), body.readAll());
    }
  }

  @Override
  public void respond(int status) {
    answer(status, null, NOTHING);
  }

  @Override
  public void respond(int status, String contentType, byte[] body) {
    answer(status, contentType.isEmpty() ? "application/json" : contentType, body);
  }

  @Override
  public void fail(ApiError error) {
    if (status != 0) {
      return;
    }
    this.error = error;
    ErrorBody rendered = ErrorBody.of(error);
    if (rendered.noSniff()) {
      responseHeaders.put("X-Content-Type-Options", "nosniff");
    }
    answer(error.httpStatus(), rendered.contentType(), rendered.bytes());
  }

  private void answer(int status, @Nullable String contentType, byte[] body) {
    if (this.status != 0) {
      return;
    }
    this.status = status;
    this.answer = body;
    if (contentType != null) {
      responseHeaders.put("Content-Type", contentType);
    }
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public @Nullable ApiError error() {
    return error;
  }

  @Override
  public long requestSize() {
    return body.received();
  }

  @Override
  public long responseSize() {
    return answer.length;
  }

  @Override
  public TraceContext trace() {
    return trace;
  }

  @Override
  public void trace(TraceContext trace) {
    this.trace = trace;
  }

  @Override
  public ActiveSpan span() {
    return span;
  }

  @Override
  public void span(ActiveSpan span) {
    this.span = span;
  }

  /** Returns the headers of the answer. */
  Map<String, String> responseHeaders() {
    return responseHeaders;
  }

  /** Returns the body of the answer; empty if it has none. */
  byte[] answer() {
    return answer;
  }
}
