package dev.mecha.kernel.pipeline;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorBody;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An HTTP request in memory and the answer that it got. */
public final class FakeHttpExchange extends FakeExchange implements HttpExchange {

  private String called = "";

  private final String verb;
  private int status;
  private byte[] answer = {};
  private String query = "";
  private String remoteAddress = "";

  /** A request. */
  public FakeHttpExchange(String verb, String path, Endpoint endpoint) {
    super(endpoint, path);
    this.verb = verb;
  }

  /** A request to an ordinary endpoint. */
  public static FakeHttpExchange of(String verb, String path) {
    return new FakeHttpExchange(verb, path, Endpoint.of("GetState", new ApiGroup("state", "v1")));
  }

  /** A probe. */
  public static FakeHttpExchange health(String verb) {
    return new FakeHttpExchange(
        verb,
        "/v1.0/healthz",
        new Endpoint("Healthz", new ApiGroup("healthz", "v1"), Endpoint.Kind.HEALTH));
  }

  /** Adds a header to the request. */
  public FakeHttpExchange header(String name, String value) {
    addHeader(name, value);
    return this;
  }

  /** Says what follows the question mark. */
  public FakeHttpExchange withQuery(String text) {
    query = text;
    return this;
  }

  /** Says where the request comes from. */
  public FakeHttpExchange from(String address) {
    remoteAddress = address;
    return this;
  }

  /** Says how large the bodies are. */
  public FakeHttpExchange withSizes(long request, long response) {
    sizes(request, response);
    return this;
  }

  /** The body of the answer. */
  public String answer() {
    return new String(answer, StandardCharsets.UTF_8);
  }

  @Override
  boolean answered() {
    return status != 0;
  }

  @Override
  void answerError(ApiError error) {
    var body = ErrorBody.of(error);
    respond(error.httpStatus(), body.contentType(), body.bytes());
  }

  @Override
  public Protocol protocol() {
    return Protocol.HTTP;
  }

  @Override
  public String verb() {
    return verb;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public void respond(int newStatus) {
    if (status == 0) {
      status = newStatus;
    }
  }

  @Override
  public void respond(int newStatus, String contentType, byte[] body) {
    if (status == 0) {
      responseHeader("content-type", contentType);
      status = newStatus;
      answer = body;
    }
  }

  @Override
  public String pathParameter(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public @Nullable String queryParameter(String name) {
    return null;
  }

  @Override
  public Map<String, String> queryMetadata() {
    return Map.of();
  }

  @Override
  public byte[] body() {
    return new byte[0];
  }

  @Override
  public String query() {
    return query;
  }

  @Override
  public String remoteAddress() {
    return remoteAddress;
  }

  @Override
  public Body bodyStream() {
    return Body.empty();
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

  @Override
  public void respond(int newStatus, Headers headers, Body body) throws InterruptedException {
    headers.forEach(this::responseHeader);
    respond(newStatus, String.valueOf(headers.first("content-type")), body.readAll());
  }

  @Override
  public void target(String name) {
    called = name;
  }

  @Override
  public String target() {
    return called;
  }
}
