package dev.mecha.kernel.security;

import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.FilterChain;
import dev.mecha.kernel.pipeline.HttpExchange;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Tells browsers which web pages may call ({@code --allowed-origins}), and answers their preflight
 * requests itself: always 200; what is not allowed is told by what the answer lacks.
 */
public final class CorsFilter implements Filter {

  private static final Set<String> METHODS =
      Set.of("HEAD", "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final AllowedOrigins origins;

  /**
   * @param allowedOrigins origins separated by commas, without spaces; each may have one {@code *}
   *     in it, and one that is {@code *} allows all
   */
  public CorsFilter(String allowedOrigins) {
    this.origins = AllowedOrigins.parse(allowedOrigins);
  }

  @Override
  public void apply(Exchange exchange, FilterChain rest) throws InterruptedException {
    if (exchange instanceof HttpExchange http && isPreflight(http)) {
      preflight(http);
      http.respond(200);
      return;
    }
    exchange.responseHeader("Vary", "Origin");
    allow(exchange, exchange.verb());
    rest.proceed();
  }

  private static boolean isPreflight(HttpExchange exchange) {
    return exchange.verb().equals("OPTIONS") && !requestedMethod(exchange).isEmpty();
  }

  private static String requestedMethod(Exchange exchange) {
    return orEmpty(exchange.requestHeader("Access-Control-Request-Method"));
  }

  private void preflight(HttpExchange exchange) {
    exchange.responseHeader(
        "Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
    String method = requestedMethod(exchange);
    if (allow(exchange, method)) {
      exchange.responseHeader("Access-Control-Allow-Methods", method.toUpperCase(Locale.ROOT));
      String headers =
          headerList(orEmpty(exchange.requestHeader("Access-Control-Request-Headers")));
      if (!headers.isEmpty()) {
        exchange.responseHeader("Access-Control-Allow-Headers", headers);
      }
    }
  }

  /** Whether the page that asks may use this method; if so it is told. */
  private boolean allow(Exchange exchange, String method) {
    String origin = orEmpty(exchange.requestHeader("Origin"));
    boolean allowed =
        !origin.isEmpty()
            && origins.contain(origin)
            && METHODS.contains(method.toUpperCase(Locale.ROOT));
    if (allowed) {
      exchange.responseHeader("Access-Control-Allow-Origin", origins.all() ? "*" : origin);
    }
    return allowed;
  }

  /**
   * Every header is allowed; the answer repeats the names, spelled as usual and free of what is no
   * part of a name.
   */
  private static String headerList(String requested) {
    var names = new StringJoiner(", ");
    for (String name : requested.split("[ ,]")) {
      String spelled = spelled(name);
      if (!spelled.isEmpty()) {
        names.add(spelled);
      }
    }
    return names.toString();
  }

  private static String spelled(String name) {
    var out = new StringBuilder(name.length());
    boolean upper = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (isLetter(c)) {
        out.append(upper ? Character.toUpperCase(c) : Character.toLowerCase(c));
      } else if (c == '-' || c == '_' || c == '.' || (c >= '0' && c <= '9')) {
        out.append(c);
      }
      upper = c == '-';
    }
    return out.toString();
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static String orEmpty(@Nullable String header) {
    return header == null ? "" : header;
  }

  /**
   * The origins that are allowed, in lower case.
   *
   * @param all whether it is every one
   * @param exact the whole names
   * @param patterns those with a {@code *}
   */
  private record AllowedOrigins(boolean all, List<String> exact, List<Wildcard> patterns) {

    static AllowedOrigins parse(String list) {
      var origins = List.of(list.toLowerCase(Locale.ROOT).split(",", -1));
      return new AllowedOrigins(
          origins.contains("*"),
          origins.stream().filter(origin -> origin.indexOf('*') < 0).toList(),
          origins.stream()
              .filter(origin -> origin.indexOf('*') >= 0)
              .map(Wildcard::parse)
              .toList());
    }

    boolean contain(String origin) {
      String lower = origin.toLowerCase(Locale.ROOT);
      return all
          || exact.contains(lower)
          || patterns.stream().anyMatch(pattern -> pattern.matches(lower));
    }
  }

  /** What an origin begins and ends with. */
  private record Wildcard(String start, String end) {

    static Wildcard parse(String origin) {
      int star = origin.indexOf('*');
      return new Wildcard(origin.substring(0, star), origin.substring(star + 1));
    }

    boolean matches(String origin) {
      return origin.length() >= start.length() + end.length()
          && origin.startsWith(start)
          && origin.endsWith(end);
    }
  }
}
