package dev.mecha.transport.app;

import dev.mecha.kernel.channel.AppCallbacks;
import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import io.grpc.MethodDescriptor;
import io.grpc.StatusException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many calls an application has at a time ({@code --app-max-concurrency}). A call counts
 * until its answer is closed. Who comes first is served first.
 */
public final class ConcurrencyLimit implements AppChannel {

  private final AppChannel channel;
  private final Semaphore permits;

  private ConcurrencyLimit(AppChannel channel, Semaphore permits) {
    this.channel = channel;
    this.permits = permits;
  }

  /**
   * Makes a limit that several channels to the same application may share.
   *
   * @param max how many calls at a time; 0 or less for any number
   * @return the limit, or null if there is none
   */
  public static @Nullable Semaphore permits(int max) {
    return max > 0 ? new Semaphore(max, true) : null;
  }

  /**
   * Limits a channel.
   *
   * @param channel the channel
   * @param max how many calls at a time; 0 or less for any number
   * @return the channel with the limit, or itself if there is none
   */
  public static AppChannel of(AppChannel channel, int max) {
    return of(channel, permits(max));
  }

  /**
   * Limits a channel.
   *
   * @param channel the channel
   * @param permits the limit, or null for none
   * @return the channel with the limit, or itself if there is none
   */
  public static AppChannel of(AppChannel channel, @Nullable Semaphore permits) {
    return permits == null ? channel : new ConcurrencyLimit(channel, permits);
  }

  /**
   * Limits callbacks.
   *
   * @param callbacks the callbacks
   * @param permits the limit, or null for none
   * @return the callbacks with the limit, or themselves if there is none
   */
  public static AppCallbacks of(AppCallbacks callbacks, @Nullable Semaphore permits) {
    return permits == null ? callbacks : new LimitedCallbacks(callbacks, permits);
  }

  /** Callbacks that count until they are answered. */
  private record LimitedCallbacks(AppCallbacks callbacks, Semaphore permits)
      implements AppCallbacks {
    @Override
    public <Q, R> R call(MethodDescriptor<Q, R> method, Q request, Headers headers)
        throws StatusException, InterruptedException {
      permits.acquire();
      try {
        return callbacks.call(method, request, headers);
      } finally {
        permits.release();
      }
    }
  }

  @Override
  public InvokeResponse invoke(InvokeRequest request) throws InterruptedException {
    acquire(request);
    boolean answered = false;
    try {
      InvokeResponse answer = channel.invoke(request);
      answered = true;
      return new InvokeResponse(
          answer.protocol(),
          answer.status(),
          answer.message(),
          answer.headers(),
          answer.trailers(),
          new Counted(answer.body(), permits),
          answer.dataType());
    } finally {
      if (!answered) {
        permits.release();
      }
    }
  }

  private void acquire(InvokeRequest request) throws InterruptedException {
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      request.body().close();
      throw e;
    }
  }

  /** The body of an answer, whose end makes room for the next call. */
  private static final class Counted implements Body {

    private final Body body;
    private final Semaphore permits;
    private final AtomicBoolean closed = new AtomicBoolean();

    Counted(Body body, Semaphore permits) {
      this.body = body;
      this.permits = permits;
    }

    @Override
    public long length() {
      return body.length();
    }

    @Override
    public boolean arrived() {
      return body.arrived();
    }

    @Override
    public byte @Nullable [] next() throws InterruptedException {
      return body.next();
    }

    @Override
    public byte[] readAll() throws InterruptedException {
      return body.readAll();
    }

    @Override
    public void close() {
      body.close();
      if (closed.compareAndSet(false, true)) {
        permits.release();
      }
    }
  }
}
