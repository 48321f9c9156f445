package dev.mecha.transport.app;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.health.Probe;
import dev.mecha.kernel.health.ProbeResult;
import dev.mecha.kernel.observe.AppHealthMetrics;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks an application that speaks HTTP: well is what answers with a status from 200 to 299. */
public final class HttpHealthProbe implements Probe {

  /** The status that a probe without an answer counts as. */
  private static final int NO_ANSWER = 500;

  private final HttpAppChannel app;
  private final String path;
  private final AppHealthMetrics metrics;

  /**
   * @param app the application; probes do not count among its calls
   * @param path where to ask ({@code --app-health-check-path}), with or without a leading slash
   * @param metrics where probes are counted
   */
  public HttpHealthProbe(HttpAppChannel app, String path, AppHealthMetrics metrics) {
    this.app = app;
    this.path = path;
    this.metrics = metrics;
  }

  @Override
  public ProbeResult probe(Duration timeout) throws InterruptedException {
    long begin = System.nanoTime();
    var asking = new FutureTask<>(this::ask);
    Thread thread = Thread.ofVirtual().name("app-health-probe").start(asking);
    int status = NO_ANSWER;
    try {
      status = asking.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return result(status);
    } catch (TimeoutException e) {
      return ProbeResult.unhealthy("Network error: no answer within " + timeout.toMillis() + "ms");
    } catch (ExecutionException e) {
      return ProbeResult.unhealthy("Network error: " + reason(e.getCause()));
    } finally {
      thread.interrupt();
      metrics.recordHttp(status, System.nanoTime() - begin);
    }
  }

  private int ask() throws InterruptedException {
    var request = new InvokeRequest("GET", path, "", new Headers(), Body.empty());
    try (InvokeResponse answer = app.probe(request)) {
      while (answer.body().next() != null) {
        // So that the connection can be used again.
      }
      return answer.status();
    }
  }

  private static String reason(@Nullable Throwable cause) {
    return cause == null ? "" : String.valueOf(cause.getMessage());
  }

  private static ProbeResult result(int status) {
    return status >= 200 && status < 300
        ? ProbeResult.HEALTHY
        : ProbeResult.unhealthy("Health check failed with status code: " + status);
  }
}
