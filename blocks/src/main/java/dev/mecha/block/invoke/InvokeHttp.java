package dev.mecha.block.invoke;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.HopByHop;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.Replay;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import java.util.Locale;
import java.util.Set;

/**
 * Service invocation over HTTP: any verb, and any path that is not an API's, since the application
 * that is meant may be named in a header.
 */
final class InvokeHttp {

  /** How much of a request is kept so that it can be sent again. What is larger is sent once. */
  private static final long MOST_KEPT = 4 << 20;

  /** What sidecars have a word for among themselves; everything else arrives as POST. */
  private static final Set<String> VERBS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

  private final InvokeService service;

  InvokeHttp(InvokeService service) {
    this.service = service;
  }

  void handle(HttpExchange exchange) throws InterruptedException {
    CallAddress address = CallAddress.of(exchange);
    if (address == null) {
      exchange.fail(InvokeErrors.noTarget());
      return;
    }
    String name = address.target();
    exchange.span().call(name, address.method());
    exchange.target(name);
    try {
      call(exchange, name, address.method());
    } catch (CallFailedException e) {
      exchange.fail(InvokeErrors.failed(name, e));
    } catch (GuardTimeoutException | CircuitOpenException e) {
      exchange.fail(InvokeErrors.failed(name, e.getMessage()));
    }
  }

  private void call(HttpExchange exchange, String name, String path) throws InterruptedException {
    Target target = service.target(name);
    String method = service.method(path);
    Guard guard = service.guard(name, target, method);
    Body sent = exchange.bodyStream();
    boolean streams = streams(exchange, sent);
    boolean once = streams || (target instanceof Target.Self && Guard.NONE.equals(guard));
    try (var body = new Replay(sent, once ? 0 : MOST_KEPT)) {
      var request =
          new InvokeRequest(
              verb(exchange.verb()), method, exchange.query(), headers(exchange), Body.empty());
      var delivery = new Delivery(exchange, guard, streams, body);
      delivery.run(() -> service.invoke(target, request, body, streams));
    }
  }

  /** A body whose length was not announced is sent once, as with the peer, however short it is. */
  private static boolean streams(HttpExchange exchange, Body sent) {
    return sent.length() == Body.UNKNOWN
        || (sent.length() > 0 && exchange.requestHeader("Content-Length") == null);
  }

  /** Verbs in small letters are those in capitals, as with the peer. */
  private static String verb(String sent) {
    String verb = sent.toUpperCase(Locale.ROOT);
    return VERBS.contains(verb) ? verb : "POST";
  }

  /** What goes on: not what concerns the caller's connection, nor what named the target. */
  private static Headers headers(HttpExchange exchange) {
    Headers headers = HopByHop.strip(exchange.requestHeaders());
    headers.removeIf(
        name ->
            name.equalsIgnoreCase("Host")
                || name.equalsIgnoreCase("Expect")
                || name.equalsIgnoreCase(CallAddress.APP_ID_HEADER));
    return TraceHeaders.put(headers, exchange.trace());
  }
}
