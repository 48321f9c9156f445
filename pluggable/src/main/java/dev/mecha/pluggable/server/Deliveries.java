package dev.mecha.pluggable.server;

import dev.mecha.spi.ComponentException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The messages of one stream that the other side has and has not yet settled. Thread-safe.
 *
 * @param <A> how the other side settles one
 * @param <R> a message as it is sent
 */
final class Deliveries<A, R> {

  private final StreamObserver<R> stream;
  private final ConcurrentMap<String, CompletableFuture<A>> open = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private volatile boolean ended;

  Deliveries(StreamObserver<R> stream) {
    this.stream = stream;
  }

  /**
   * Sends a message and waits until it is settled.
   *
   * @param message makes it, with the id by which it is settled
   * @return what the other side says of it
   * @throws ComponentException if the stream ends first
   * @throws InterruptedException if the calling thread is interrupted
   */
  A deliver(Function<String, R> message) throws InterruptedException {
    String id = Long.toString(ids.incrementAndGet());
    var settled = new CompletableFuture<A>();
    open.put(id, settled);
    try {
      if (ended) {
        throw new ComponentException("the stream has ended");
      }
      synchronized (stream) {
        stream.onNext(message.apply(id));
      }
      return settled.get();
    } catch (ExecutionException e) {
      throw new ComponentException("the stream has ended", e);
    } finally {
      open.remove(id);
    }
  }

  /**
   * @param id of the message; one that is unknown was settled before
   * @param answer what the other side says of it
   */
  void settle(String id, A answer) {
    CompletableFuture<A> settled = open.get(id);
    if (settled != null) {
      settled.complete(answer);
    }
  }

  /** Nothing is settled any more: what is open has failed. */
  void end() {
    ended = true;
    var cause = new ComponentException("the stream has ended");
    open.values().forEach(settled -> settled.completeExceptionally(cause));
  }

  /** Says farewell to the other side. */
  void complete() {
    synchronized (stream) {
      stream.onCompleted();
    }
  }

  /**
   * @param cause why the stream cannot go on
   */
  void fail(Exception cause) {
    end();
    synchronized (stream) {
      stream.onError(Answers.status(cause));
    }
  }
}
