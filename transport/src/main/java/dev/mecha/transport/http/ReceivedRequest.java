package dev.mecha.transport.http;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client has sent, with what filters have taken away from it or put in its place. */
final class ReceivedRequest {

  /** What stands in the place of a part of the request. */
  private record Rewritten(String verb, Headers headers, Body body) {}

  private final HttpServerRequest request;
  private final Body body;
  private RequestTarget target;
  private @Nullable Rewritten rewritten;
  private @Nullable Set<String> removedHeaders;
  private @Nullable QueryString query;

  ReceivedRequest(HttpServerRequest request, RequestTarget target, Body body) {
    this.request = request;
    this.target = target;
    this.body = body;
  }

  String verb() {
    return rewritten == null ? request.method().name() : rewritten.verb();
  }

  RequestTarget target() {
    return target;
  }

  QueryString query() {
    if (query == null) {
      query = new QueryString(target.query());
    }
    return query;
  }

  Body body() {
    return rewritten == null ? body : rewritten.body();
  }

  @Nullable String header(String name) {
    if (rewritten != null) {
      return rewritten.headers().first(name);
    }
    return isRemoved(name) ? null : request.getHeader(name);
  }

  List<String> headers(String name) {
    if (rewritten != null) {
      return rewritten.headers().all(name);
    }
    return header(name) == null ? List.of() : List.copyOf(request.headers().getAll(name));
  }

  /** Returns a copy of all headers. */
  Headers headers() {
    if (rewritten != null) {
      return new Headers(rewritten.headers());
    }
    var all = new Headers();
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (!isRemoved(name)) {
                all.add(name, value);
              }
            });
    return all;
  }

  private boolean isRemoved(String name) {
    return removedHeaders != null && removedHeaders.contains(name.toLowerCase(Locale.ROOT));
  }

  void removeHeader(String name) {
    if (rewritten != null) {
      rewritten.headers().remove(name);
      return;
    }
    if (removedHeaders == null) {
      removedHeaders = new HashSet<>();
    }
    removedHeaders.add(name.toLowerCase(Locale.ROOT));
  }

  void rewrite(String verb, RequestTarget target, Headers headers, Body body) {
    this.rewritten = new Rewritten(verb, headers, body);
    this.target = target;
    this.query = null;
  }
}
