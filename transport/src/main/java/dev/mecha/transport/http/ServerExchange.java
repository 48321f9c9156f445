package dev.mecha.transport.http;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorBody;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.pipeline.HttpHandler;
import dev.mecha.kernel.pipeline.HttpReply;
import dev.mecha.kernel.trace.ActiveSpan;
import dev.mecha.kernel.trace.TraceContext;
import io.grpc.Status;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request of the HTTP door. What it is answered is kept until the virtual thread has ended,
 * unless it streams.
 */
final class ServerExchange implements HttpExchange {

  private static final byte[] NOTHING = {};

  private final HttpServerRequest request;
  private final RouteTable routes;
  private final ReceivedRequest received;
  private RouteMatch match;
  private final RequestBody body;
  private final HttpDate date;
  private final Headers responseHeaders = new Headers();
  private HttpReply.@Nullable Hook hook;
  private TraceContext trace = TraceContext.NONE;
  private ActiveSpan span = ActiveSpan.NONE;
  private String called = "";
  private @Nullable ApiError error;
  private int status;
  private byte[] answer = NOTHING;
  private long length;
  private @Nullable AnswerStream stream;

  ServerExchange(
      HttpServerRequest request,
      RequestTarget target,
      RouteTable routes,
      RequestBody body,
      HttpDate date) {
    this.request = request;
    this.received = new ReceivedRequest(request, target, body);
    this.routes = routes;
    this.match = routes.match(request.method().name(), target.path());
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
    return received.verb();
  }

  @Override
  public String path() {
    return received.target().path();
  }

  @Override
  public String remoteAddress() {
    var address = request.remoteAddress();
    String host = address == null ? null : address.hostAddress();
    return host == null ? "" : host + ":" + request.remoteAddress().port();
  }

  @Override
  public @Nullable String requestHeader(String name) {
    return received.header(name);
  }

  @Override
  public List<String> requestHeaders(String name) {
    return received.headers(name);
  }

  @Override
  public void removeRequestHeader(String name) {
    received.removeHeader(name);
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
    return received.query().first(name);
  }

  @Override
  public List<String> queryParameters(String name) {
    return received.query().all(name);
  }

  @Override
  public Map<String, String> queryMetadata() {
    return query().isEmpty() ? Map.of() : received.query().metadata();
  }

  @Override
  public byte[] body() throws InterruptedException {
    try {
      return bodyStream().readAll();
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
    return received.target().query();
  }

  @Override
  public Headers requestHeaders() {
    return received.headers();
  }

  @Override
  public Body bodyStream() {
    return received.body();
  }

  @Override
  public void respond(int status, Headers headers, Body body) throws InterruptedException {
    try (body) {
      if (this.status != 0) {
        return;
      }
      headers.forEach((name, value) -> responseHeaders.remove(name));
      headers.forEach(responseHeaders::add);
      if (hook == null) {
        send(status, headers, body);
      } else {
        sendThroughHook(status, body);
      }
    }
  }

  private void send(int status, Headers headers, Body body) throws InterruptedException {
    if (!AnswerHead.hasBody(request, status)) {
      answer(status, null, NOTHING);
      length = AnswerHead.lengthOfUnsent(headers, body);
    } else if (body.arrived()) {
      answer(status, null, body.readAll());
    } else {
      stream(status, body);
    }
  }

  private void sendThroughHook(int status, Body body) throws InterruptedException {
    HttpReply.Hook once = Objects.requireNonNull(hook);
    hook = null;
    HttpReply reply = once.apply(new HttpReply(status, new Headers(responseHeaders), body));
    try (Body changed = reply.body()) {
      responseHeaders.removeIf(name -> true);
      reply.headers().forEach(responseHeaders::add);
      send(reply.status(), reply.headers(), changed);
    }
  }

  @Override
  public void answersThrough(HttpReply.Hook hook) {
    this.hook = hook;
  }

  @Override
  public void settle() throws InterruptedException {
    if (hook != null && status != 0) {
      int decided = status;
      status = 0;
      sendThroughHook(decided, Body.of(answer));
    }
  }

  @Override
  public void rewrite(String verb, String path, String query, Headers headers, Body body) {
    boolean elsewhere = !verb.equals(verb()) || !path.equals(path());
    received.rewrite(verb, new RequestTarget(path, query), headers, body);
    if (elsewhere) {
      match = routes.match(verb, path);
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
  public void target(String name) {
    called = name;
  }

  @Override
  public String target() {
    return called;
  }

  @Override
  public ActiveSpan span() {
    return span;
  }

  @Override
  public void span(ActiveSpan span) {
    this.span = span;
  }

  /** Returns what answers the request. */
  HttpHandler handler() {
    return match.route().handler();
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
