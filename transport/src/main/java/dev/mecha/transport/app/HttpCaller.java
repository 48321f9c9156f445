package dev.mecha.transport.app;

import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import io.grpc.Status;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Locale;
import java.util.Set;

/** Makes a call an HTTP request, and tries again if the connection was dead already. */
final class HttpCaller {

  /** What may be sent again if the connection closes before the answer; as Go's client. */
  private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  /** What is up to this connection or was settled with the caller already. */
  private static final Set<String> NOT_SENT =
      Set.of("host", "content-length", "transfer-encoding", "connection", "expect");

  private final LoopClients clients;

  HttpCaller(LoopClients clients) {
    this.clients = clients;
  }

  /**
   * Calls. Takes the request's body over.
   *
   * @param target whom
   * @param request the call
   * @param headers what is set on the request in place of its own
   * @throws UnreachableException if there is no answer
   * @throws InterruptedException if the caller was interrupted
   */
  InvokeResponse call(Target target, InvokeRequest request, Headers headers)
      throws InterruptedException {
    return call(target, uri(target, request), request, headers);
  }

  /**
   * Calls, as above.
   *
   * @param uri the path and the query, encoded, in place of what the request says
   */
  InvokeResponse call(Target target, String uri, InvokeRequest request, Headers headers)
      throws InterruptedException {
    boolean answered = false;
    try {
      InvokeResponse answer = attempt(target, uri, request, headers);
      answered = true;
      return answer;
    } finally {
      if (!answered) {
        request.body().close();
      }
    }
  }

  /** The path and the query of a request, encoded. */
  static String uri(Target target, InvokeRequest request) {
    String path = target.prefix() + path(request.method());
    return request.query().isEmpty() ? path : path + "?" + request.query();
  }

  private InvokeResponse attempt(Target target, String uri, InvokeRequest request, Headers headers)
      throws InterruptedException {
    int query = uri.indexOf('?');
    var failures =
        new CallFailure(request.verb(), target, query < 0 ? uri : uri.substring(0, query));
    RequestOptions options = options(target, request, uri, failures);
    var outgoing = new OutgoingRequest(request, outgoing(request, headers), hasLength(request));
    try {
      return new HttpCall(clients, options, outgoing, failures).run();
    } catch (DeadConnectionException e) {
      if (!isRepeatable(request)) {
        throw failures.of(e.getCause());
      }
    }
    try {
      return new HttpCall(clients, options, outgoing, failures).run();
    } catch (DeadConnectionException e) {
      throw failures.of(e.getCause());
    }
  }

  private static String path(String method) {
    return method.startsWith("/") ? RequestPath.encode(method) : "/" + RequestPath.encode(method);
  }

  private static RequestOptions options(
      Target target, InvokeRequest request, String uri, CallFailure failures) {
    if (request.verb().equals("CONNECT")) {
      throw new UnreachableException(Status.Code.INVALID_ARGUMENT, "invalid HTTP verb");
    }
    try {
      return new RequestOptions()
          .setMethod(HttpMethod.valueOf(request.verb()))
          .setHost(target.host())
          .setPort(target.port())
          .setSsl(target.tls())
          .setURI(uri);
    } catch (IllegalArgumentException e) {
      throw failures.malformed(e);
    }
  }

  private static Headers outgoing(InvokeRequest request, Headers set) {
    var headers = new Headers(request.headers());
    headers.removeIf(
        name ->
            NOT_SENT.contains(name.toLowerCase(Locale.ROOT))
                || name.equalsIgnoreCase(AppToken.HEADER));
    set.forEach((name, value) -> headers.remove(name));
    set.forEach(headers::add);
    return headers;
  }

  /** Tells whether even a body of nothing is announced. */
  private static boolean hasLength(InvokeRequest request) {
    return request.body().length() > 0 || WITH_BODY.contains(request.verb());
  }

  private static boolean isRepeatable(InvokeRequest request) {
    boolean idempotent =
        REPEATABLE.contains(request.verb())
            || request.headers().first("Idempotency-Key") != null
            || request.headers().first("X-Idempotency-Key") != null;
    return idempotent && request.body().arrived() && request.body().length() == 0;
  }
}
