package dev.mecha.kernel.observe;

import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import java.util.function.LongSupplier;

/**
 * Counts and times what an application is asked by HTTP. A call ends when the head of its answer is
 * there; a body whose length nobody has told weighs nothing.
 */
public final class MeasuredAppChannel implements AppChannel {

  /** What stands for a call that was not answered. */
  private static final int NO_ANSWER = 500;

  private final AppChannel channel;
  private final HttpClientMetrics metrics;
  private final LongSupplier nanoTime;

  /**
   * @param channel to the application
   * @param metrics where to
   * @param nanoTime a clock that only moves forward, such as {@code System::nanoTime}
   */
  public MeasuredAppChannel(AppChannel channel, HttpClientMetrics metrics, LongSupplier nanoTime) {
    this.channel = channel;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
  }

  @Override
  public InvokeResponse invoke(InvokeRequest request) throws InterruptedException {
    long sent = Math.max(0, request.body().length());
    long start = nanoTime.getAsLong();
    int status = NO_ANSWER;
    long received = 0;
    try {
      InvokeResponse answer = channel.invoke(request);
      status = answer.status();
      received = Math.max(0, answer.body().length());
      return answer;
    } finally {
      metrics.record(
          request.verb(), request.method(), status, sent, received, nanoTime.getAsLong() - start);
    }
  }
}
