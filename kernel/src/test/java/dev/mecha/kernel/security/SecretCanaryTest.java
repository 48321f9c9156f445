package dev.mecha.kernel.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.kernel.filter.StandardFilters;
import dev.mecha.kernel.filter.StandardFilters.Door;
import dev.mecha.kernel.observe.ApiLogOptions;
import dev.mecha.kernel.observe.Buckets;
import dev.mecha.kernel.observe.ErrorCodeMetrics;
import dev.mecha.kernel.observe.GrpcClientMetrics;
import dev.mecha.kernel.observe.GrpcServerMetrics;
import dev.mecha.kernel.observe.HttpMetricOptions;
import dev.mecha.kernel.observe.HttpServerMetrics;
import dev.mecha.kernel.observe.JsonLogFormat;
import dev.mecha.kernel.observe.LabelRules;
import dev.mecha.kernel.observe.LogIdentity;
import dev.mecha.kernel.observe.Metrics;
import dev.mecha.kernel.observe.ServerMetrics;
import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.FakeGrpcExchange;
import dev.mecha.kernel.pipeline.FakeHttpExchange;
import dev.mecha.kernel.pipeline.FilterChain;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.kernel.trace.TracingOptions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.slf4j.LoggerFactory;

/**
 * The secrets that callers present and the operator has set appear in nothing that is written down.
 */
@ResourceLock("java.util.logging")
class SecretCanaryTest {

  private static final String TOKEN = "canary-dc0ffee-token";
  private static final String WRONG = "canary-wrong-token";

  private final Metrics metrics = new Metrics("app", new LabelRules(List.of()));
  private final StringBuilder written = new StringBuilder();
  private final Logger root = Logger.getLogger("");
  private Level previous = Level.INFO;

  private final Handler listening =
      new Handler() {
        @Override
        public synchronized void publish(LogRecord line) {
          written.append(getFormatter().format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    listening.setFormatter(new JsonLogFormat(new LogIdentity("app", "h", "1"), ZoneOffset.UTC));
    listening.setLevel(Level.ALL);
    previous = root.getLevel();
    root.setLevel(Level.ALL);
    root.addHandler(listening);
  }

  @AfterEach
  void stopListening() {
    root.removeHandler(listening);
    root.setLevel(previous);
  }

  private StandardFilters.Options options() {
    var buckets = Buckets.latency(List.of());
    return new StandardFilters.Options(
        new Tracer(
            TracingOptions.of("1", true),
            span -> LoggerFactory.getLogger("spans").info("{}", span),
            InstantSource.system(),
            System::nanoTime),
        "app",
        new ServerMetrics(
            new HttpServerMetrics(metrics, HttpMetricOptions.DEFAULTS, buckets),
            new GrpcServerMetrics(metrics, buckets),
            new GrpcClientMetrics(metrics, buckets),
            new ErrorCodeMetrics(metrics)),
        "*",
        new ApiAccessRules(List.of(), List.of(new ApiAccessRule("lock", "v1alpha1", "grpc"))),
        ApiToken.of(TOKEN),
        List.of(),
        new ApiLogOptions(true, false, false),
        System::nanoTime);
  }

  private void run(StandardFilters.Options options, Exchange exchange) throws InterruptedException {
    var door = exchange.protocol() == Exchange.Protocol.HTTP ? Door.HTTP : Door.GRPC;
    FilterChain.run(
        StandardFilters.of(door, options),
        exchange,
        () -> {
          throw new IllegalStateException("a fault that is logged");
        });
    written.append(exchange.error());
  }

  @Test
  void tokensAreNowhere() throws InterruptedException {
    var options = options();
    for (String token : List.of(TOKEN, WRONG)) {
      run(options, FakeHttpExchange.of("GET", "/v1.0/x").header("dapr-api-token", token));
      run(options, FakeHttpExchange.health("GET").header("dapr-api-token", token));
      run(options, FakeGrpcExchange.of("GetState").header("dapr-api-token", token));
    }
    written.append(metrics.text()).append(options);

    assertThat(written)
        .contains("a fault that is logged")
        .contains("HTTP API Called")
        .contains("dapr_http_server_request_count")
        .doesNotContain("canary");
  }
}
