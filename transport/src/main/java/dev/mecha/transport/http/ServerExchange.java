package dev.mecha.transport.http;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorBody;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.trace.ActiveSpan;
import dev.mecha.kernel.trace.TraceContext;
import io.grpc.Status;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request of the HTTP door. What it is answered is kept until the virtual thread has ended,
 * unless it streams.
 */
final class ServerExchange implements HttpExchange {

  private static final byte[] NOTHING = {};

  private final HttpServerRequest request;
  private final RequestTarget target;
  private final RouteMatch match;
  private final RequestBody body;
  private final HttpDate date;
  private final Headers responseHeaders = new Headers();
  private @Nullable Set<String> removedHeaders;
  private @Nullable QueryString query;
  private TraceContext trace = TraceContext.NONE;
  private ActiveSpan span = ActiveSpan.NONE;
  private @Nullable ApiError error;
  private int status;
  private byte[] answer = NOTHING;
  private long length;
  private @Nullable AnswerStream stream;

  ServerExchange(
      HttpServerRequest request,
      RequestTarget target,
      RouteMatch match,
      RequestBody body,
      HttpDate date) {
    this.request = request;
    this.target = target;
    this.match = match;
    this.body = body;
    this.date = date;
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
    responseHeaders.set(name, value);
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
    try {
      return body.readAll();
    } catch (BodyException e) {
      throw ApiError.simple(
              400,
              Status.Code.INVALID_ARGUMENT,
              "ERR_BODY_READ",
              ErrorCategory.COMMON,
              "failed to read request body: " + e.getMessage())
          .asException();
    }
  }

  @Override
  public String query() {
    return target.query();
  }

  @Override
  public Headers requestHeaders() {
    var all = new Headers();
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
    return body;
  }

  @Override
  public void respond(int status, Headers headers, Body body) throws InterruptedException {
    try (body) {
      if (this.status != 0) {
        return;
      }
      headers.forEach((name, value) -> responseHeaders.remove(name));
      headers.forEach(responseHeaders::add);
      if (!AnswerHead.hasBody(request, status)) {
        answer(status, null, NOTHING);
        length = AnswerHead.lengthOfUnsent(headers, body);
      } else if (body.arrived()) {
        answer(status, null, body.readAll());
      } else {
        stream(status, body);
      }
    }
  }

  private void stream(int status, Body body) throws InterruptedException {
    this.body.answerBegins();
    stream = new AnswerStream(request);
    this.status = status;
    stream.send(status, responseHeaders, body, date);
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
      responseHeaders.set("X-Content-Type-Options", "nosniff");
    }
    answer(error.httpStatus(), rendered.contentType(), rendered.bytes());
  }

  private void answer(int status, @Nullable String contentType, byte[] body) {
    if (this.status != 0) {
      return;
    }
    this.status = status;
    this.answer = body;
    this.length = body.length;
    if (contentType != null) {
      responseHeaders.set("Content-Type", contentType);
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
    return stream == null ? answer.length : stream.size();
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
  Headers responseHeaders() {
    return responseHeaders;
  }

  /** Returns the answer that has gone out already, or null. */
  @Nullable AnswerStream stream() {
    return stream;
  }

  /** Returns the length of the answer's body as the client is told it, or {@link Body#UNKNOWN}. */
  long length() {
    return length;
  }

  /** Returns the body of the answer; empty if it has none. */
  byte[] answer() {
    return answer;
  }
}
