package dev.mecha.transport.link;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Calls another listener in an executor, one event after the other whatever executor it is.
 *
 * @param <R> the response message
 */
final class ExecutedListener<R> extends ClientCall.Listener<R> {

  private final ClientCall.Listener<R> listener;
  private final Executor executor;
  private final Queue<Runnable> events = new ArrayDeque<>(); // guarded by itself
  private boolean running; // guarded by events

  ExecutedListener(ClientCall.Listener<R> listener, Executor executor) {
    this.listener = listener;
    this.executor = executor;
  }

  private void add(Runnable event) {
    synchronized (events) {
      events.add(event);
      if (running) {
        return;
      }
      running = true;
    }
    executor.execute(this::run);
  }

  private void run() {
    for (Runnable next = next(); next != null; next = next()) {
      next.run();
    }
  }

  private @Nullable Runnable next() {
    synchronized (events) {
      Runnable next = events.poll();
      running = next != null;
      return next;
    }
  }

  @Override
  public void onHeaders(Metadata headers) {
    add(() -> listener.onHeaders(headers));
  }

  @Override
  public void onMessage(R message) {
    add(() -> listener.onMessage(message));
  }

  @Override
  public void onReady() {
    add(listener::onReady);
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    add(() -> listener.onClose(status, trailers));
  }
}
