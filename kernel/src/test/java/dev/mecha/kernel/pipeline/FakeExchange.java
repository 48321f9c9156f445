package dev.mecha.kernel.pipeline;

import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.trace.ActiveSpan;
import dev.mecha.kernel.trace.TraceContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the exchanges of both doors have in common, in memory. The first answer counts. */
abstract class FakeExchange implements Exchange {

  private final Endpoint endpoint;
  private final String path;
  private final Map<String, List<String>> requestHeaders = new LinkedHashMap<>();
  private final Map<String, String> responseHeaders = new LinkedHashMap<>();
  private TraceContext trace = TraceContext.NONE;
  private ActiveSpan span = ActiveSpan.NONE;
  private @Nullable ApiError error;
  private long requestSize;
  private long responseSize;

  FakeExchange(Endpoint endpoint, String path) {
    this.endpoint = endpoint;
    this.path = path;
  }

  void addHeader(String name, String value) {
    requestHeaders.computeIfAbsent(lower(name), _ -> new ArrayList<>()).add(value);
  }

  /** All headers of the request. */
  public Headers requestHeaders() {
    var all = new Headers();
    requestHeaders.forEach((name, values) -> values.forEach(value -> all.add(name, value)));
    return all;
  }

  void sizes(long request, long response) {
    requestSize = request;
    responseSize = response;
  }

  abstract boolean answered();

  abstract void answerError(ApiError error);

  /** What was set, by lower-case name. */
  public Map<String, String> responseHeaders() {
    return responseHeaders;
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public @Nullable String requestHeader(String name) {
    var values = requestHeaders(name);
    return values.isEmpty() ? null : values.getFirst();
  }

  @Override
  public List<String> requestHeaders(String name) {
    return requestHeaders.getOrDefault(lower(name), List.of());
  }

  @Override
  public void removeRequestHeader(String name) {
    requestHeaders.remove(lower(name));
  }

  @Override
  public void responseHeader(String name, String value) {
    if (!answered()) {
      responseHeaders.put(lower(name), value);
    }
  }

  @Override
  public void fail(ApiError failure) {
    if (!answered()) {
      error = failure;
      answerError(failure);
    }
  }

  @Override
  public @Nullable ApiError error() {
    return error;
  }

  @Override
  public long requestSize() {
    return requestSize;
  }

  @Override
  public long responseSize() {
    return responseSize;
  }

  @Override
  public TraceContext trace() {
    return trace;
  }

  @Override
  public void trace(TraceContext now) {
    trace = now;
  }

  @Override
  public ActiveSpan span() {
    return span;
  }

  @Override
  public void span(ActiveSpan now) {
    span = now;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
