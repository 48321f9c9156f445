package dev.mecha.kernel.observe;

import java.util.List;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * From which level on a scope is heard. Loggers have these levels too, which is cheaper; the
 * handler asks again because the backend forgets the loggers' levels when the process shuts down.
 *
 * @param own the level of our own scopes
 * @param others the level of everything else
 */
record LogThresholds(Level own, Level others) implements Filter {

  /** Everything below these names is ours. */
  static final List<String> OWN_SCOPES =
      List.of("dapr", "dev.mecha", "pluggable-components-discovery");

  /** Calls of the API are logged on every level: whether they are is an option of its own. */
  static final List<String> API_SCOPES = List.of(Logs.HTTP_API, Logs.GRPC_API);

  /**
   * What these say of a single connection that broke, or that has not every option of a TCP
   * connection, is told to whoever uses it, and becomes an answer where it matters. A line of
   * theirs is for those who look for something.
   */
  static final List<String> CONNECTION_SCOPES =
      List.of(
          "io.vertx.core.http.impl.HttpClientRequestImpl",
          "io.vertx.core.net.impl.ConnectionBase",
          "io.netty.bootstrap.Bootstrap");

  /**
   * What is below these names writes down all that goes over the wire, tokens and bodies with it:
   * on no level is that anybody's business.
   */
  static final List<String> WIRE_SCOPES =
      List.of(
          "io.grpc.netty.NettyServerHandler",
          "io.grpc.netty.NettyClientHandler",
          "software.amazon.awssdk",
          "sun.net.www.protocol.http");

  static LogThresholds of(LogLevel level) {
    boolean quietOthers = level == LogLevel.INFO;
    return new LogThresholds(level.backend(), (quietOthers ? LogLevel.WARN : level).backend());
  }

  @Override
  public boolean isLoggable(LogRecord line) {
    String scope = line.getLoggerName() == null ? "" : line.getLoggerName();
    return line.getLevel().intValue() >= threshold(scope).intValue();
  }

  private Level threshold(String scope) {
    if (API_SCOPES.contains(scope)) {
      return Level.INFO;
    }
    if (CONNECTION_SCOPES.contains(scope) && own.intValue() >= LogLevel.INFO.backend().intValue()) {
      return Level.OFF;
    }
    if (WIRE_SCOPES.stream().anyMatch(wire -> isBelow(scope, wire))) {
      return LogLevel.WARN.backend();
    }
    return OWN_SCOPES.stream().anyMatch(ours -> isBelow(scope, ours)) ? own : others;
  }

  private static boolean isBelow(String scope, String name) {
    return scope.startsWith(name)
        && (scope.length() == name.length() || scope.charAt(name.length()) == '.');
  }
}
