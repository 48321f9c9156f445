package dev.mecha.block;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.FilterChain;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.pipeline.HttpReply;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.kernel.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request made of its parts, and the answer that it got. */
public final class FakeHttpExchange implements HttpExchange {

  /** Parameters of the path. */
  public final Map<String, String> path = new HashMap<>();

  /** Parameters of the query. */
  public final Map<String, String> query = new HashMap<>();

  /** Headers of the request. */
  public final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** Headers of the answer. */
  public final Map<String, String> answerHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** The body of the request. */
  public byte[] body = {};

  /** Whether the body's length is not known before its end. */
  public boolean chunked;

  /** Whether a header says how long the body is. */
  public boolean announced = true;

  private final HttpRoute route;
  private final String verb;
  private final String requestPath;
  private int status;
  private byte[] answer = {};
  private TraceContext trace = TraceContext.NONE;
  private @Nullable ApiError error;

  /**
   * @param route what the request is matched to
   */
  public FakeHttpExchange(HttpRoute route) {
    this(route, route.verbs().iterator().next(), route.pattern());
  }

  /**
   * @param route what the request is matched to
   * @param verb of the request
   * @param requestPath its path
   */
  public FakeHttpExchange(HttpRoute route, String verb, String requestPath) {
    this.route = route;
    this.verb = verb;
    this.requestPath = requestPath;
  }

  /**
   * Runs the route's handler as the data path does.
   *
   * @return this
   * @throws InterruptedException never
   */
  public FakeHttpExchange run() throws InterruptedException {
    FilterChain.run(List.of(), this, () -> route.handler().handle(this));
    return this;
  }

  /**
   * @return the answer's body
   */
  public String text() {
    return new String(answer, StandardCharsets.UTF_8);
  }

  /**
   * @return the answer's body
   */
  public byte[] bytes() {
    return answer;
  }

  @Override
  public Protocol protocol() {
    return Protocol.HTTP;
  }

  @Override
  public Endpoint endpoint() {
    return route.endpoint();
  }

  @Override
  public String verb() {
    return verb;
  }

  @Override
  public String path() {
    return requestPath;
  }

  @Override
  public @Nullable String requestHeader(String name) {
    if (name.equalsIgnoreCase("Content-Length") && announced && !chunked && body.length > 0) {
      return Integer.toString(body.length);
    }
    return headers.get(name);
  }

  @Override
  public void removeRequestHeader(String name) {
    headers.remove(name);
  }

  @Override
  public void responseHeader(String name, String value) {
    answerHeaders.put(name, value);
  }

  @Override
  public void fail(ApiError failure) {
    error = failure;
    status = failure.httpStatus();
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
    return body.length;
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
  public void trace(TraceContext place) {
    trace = place;
  }

  @Override
  public String pathParameter(String name) {
    return path.getOrDefault(name, "");
  }

  @Override
  public @Nullable String queryParameter(String name) {
    return query.get(name);
  }

  @Override
  public Map<String, String> queryMetadata() {
    var metadata = new HashMap<String, String>();
    query.forEach(
        (key, value) -> {
          if (key.startsWith("metadata.")) {
            metadata.put(key.substring("metadata.".length()), value);
          }
        });
    return metadata;
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public void respond(int code) {
    status = code;
  }

  @Override
  public void respond(int code, String contentType, byte[] bytes) {
    status = code;
    answer = bytes;
    answerHeaders.put("Content-Type", contentType);
  }

  @Override
  public String query() {
    return query.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining("&"));
  }

  @Override
  public Headers requestHeaders() {
    var all = new Headers();
    headers.forEach(all::add);
    return all;
  }

  @Override
  public Body bodyStream() {
    return chunked ? new UnknownLength(Body.of(body)) : Body.of(body);
  }

  private record UnknownLength(Body body) implements Body {
    @Override
    public long length() {
      return UNKNOWN;
    }

    @Override
    public boolean arrived() {
      return false;
    }

    @Override
    public byte @Nullable [] next() throws InterruptedException {
      return body.next();
    }

    @Override
    public void close() {
      body.close();
    }
  }

  @Override
  public void respond(int status, Headers headers, Body body) throws InterruptedException {
    headers.forEach(answerHeaders::put);
    this.status = status; // the head is out before the body comes
    respond(status, String.valueOf(headers.first("Content-Type")), body.readAll());
    body.close();
  }

  @Override
  public void rewrite(String verb, String path, String query, Headers headers, Body body) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void answersThrough(HttpReply.Hook hook) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void settle() {}
}
