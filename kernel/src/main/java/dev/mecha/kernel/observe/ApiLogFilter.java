package dev.mecha.kernel.observe;

import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.FilterChain;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.text.UrlText;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Logger;

/**
 * Writes a line about every call of the API that was let in. Neither headers nor the query appear
 * in it.
 */
public final class ApiLogFilter implements Filter {

  private final ApiLogOptions options;
  private final LongSupplier nanoTime;
  private final Logger http = Logger.getLogger(Logs.HTTP_API);
  private final Logger grpc = Logger.getLogger(Logs.GRPC_API);

  /**
   * @param options what is shown
   * @param nanoTime a clock that only moves forward, such as {@code System::nanoTime}
   */
  public ApiLogFilter(ApiLogOptions options, LongSupplier nanoTime) {
    this.options = options;
    this.nanoTime = nanoTime;
  }

  @Override
  public void apply(Exchange exchange, FilterChain rest) throws InterruptedException {
    if (isLeftOut(exchange)) {
      rest.proceed();
      return;
    }
    long start = nanoTime.getAsLong();
    int status = Cancelled.status(exchange.protocol());
    try {
      rest.proceed();
      status = exchange.status();
    } finally {
      log(exchange, status, TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - start));
    }
  }

  private boolean isLeftOut(Exchange exchange) {
    return options.omitHealthChecks()
        && exchange.protocol() == Exchange.Protocol.HTTP
        && exchange.endpoint().kind() == Endpoint.Kind.HEALTH;
  }

  private void log(Exchange exchange, int status, long millis) {
    var fields = new LogFields().add("code", status).add("duration", millis);
    String userAgent = exchange.requestHeader("user-agent");
    if (userAgent != null && !userAgent.isEmpty()) {
      fields.add("useragent", userAgent);
    }
    switch (exchange.protocol()) {
      case HTTP -> logHttp(exchange, fields);
      case GRPC ->
          fields.add("method", exchange.path()).log(grpc, LogLevel.INFO, "gRPC API Called");
    }
  }

  /** The peer names the application in a call of one; nothing else of a URL. */
  private static String name(Exchange exchange) {
    String name = exchange.endpoint().name();
    String target = exchange instanceof HttpExchange http ? http.target() : "";
    return target.isEmpty() ? name : name + "/" + target;
  }

  private void logHttp(Exchange exchange, LogFields fields) {
    String method =
        options.obfuscateUrls()
            ? name(exchange)
            : exchange.verb() + " " + UrlText.decodePath(exchange.path());
    fields
        .add("method", method)
        .add("size", exchange.responseSize())
        .log(http, LogLevel.INFO, "HTTP API Called");
  }
}
