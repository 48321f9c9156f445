package dev.mecha.transport.peer;

import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.UnreachableException;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The messages that come back, between the event loop, which hands them in, and the virtual thread
 * that waits for them. One is asked for at a time: a reader that is slow holds the sender up.
 *
 * @param <R> the message
 */
public final class Replies<R> extends ClientCall.Listener<R> {

  private final ClientCall<?, ?> call;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition writable = lock.newCondition();
  private final ArrayDeque<R> messages = new ArrayDeque<>();
  private boolean asked;
  private @Nullable Metadata headers;
  private @Nullable Status end;
  private Metadata trailers = new Metadata();
  private @Nullable BodyException requestFailure;

  /**
   * @param call whose replies these are
   */
  public Replies(ClientCall<?, ?> call) {
    this.call = call;
  }

  /** Asks for the first message, before anybody waits for it. */
  public void ask() {
    lock.lock();
    try {
      asked = true;
    } finally {
      lock.unlock();
    }
    // One more than is waited for: the end of a short answer is seen together with it.
    call.request(2);
  }

  @Override
  public void onHeaders(Metadata received) {
    lock.lock();
    try {
      headers = received;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onMessage(R message) {
    lock.lock();
    try {
      messages.add(message);
      asked = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onClose(Status status, Metadata received) {
    lock.lock();
    try {
      end = status;
      trailers = received;
      changed.signalAll();
      writable.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onReady() {
    lock.lock();
    try {
      writable.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The request's own body broke off: that is why there will be no answer. */
  void requestBroke(BodyException failure) {
    lock.lock();
    try {
      requestFailure = failure;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the connection takes more. A call that is over takes everything, and drops it.
   *
   * @throws InterruptedException if the caller was interrupted
   */
  public void awaitReady() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (end == null && !call.isReady()) {
        writable.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * @return whether the call has ended
   */
  public boolean isOver() {
    lock.lock();
    try {
      return end != null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the whole of the answer has come and nothing is wrong with it. */
  boolean isComplete() {
    lock.lock();
    try {
      return end != null && end.isOk();
    } finally {
      lock.unlock();
    }
  }

  /** How much has come and not been taken. */
  long waiting(ToLongFunction<R> weight) {
    lock.lock();
    try {
      return messages.stream().mapToLong(weight).sum();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the answer begins.
   *
   * @return its headers, or null if the call ended without any
   * @throws InterruptedException if the caller was interrupted
   */
  public @Nullable Metadata head() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (headers == null && end == null) {
        changed.await();
      }
      return headers;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @return how the call has ended; only when it has
   */
  public Status status() {
    lock.lock();
    try {
      return end == null ? Status.UNKNOWN : end;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @return what came with the end
   */
  public Metadata trailers() {
    lock.lock();
    try {
      return trailers;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the message that begins the answer.
   *
   * @throws UnreachableException if there is none
   */
  R first() throws InterruptedException {
    R message = await();
    if (message != null) {
      return message;
    }
    BodyException broken = requestFailure;
    if (broken != null) {
      throw broken;
    }
    Status status = end == null || end.isOk() ? Status.UNKNOWN.withDescription("EOF") : end;
    throw GrpcPeerChannel.unreachable(status);
  }

  /**
   * Waits for one more message.
   *
   * @return the message, or null at the end
   * @throws BodyException if the call has failed
   */
  @Nullable R next() throws InterruptedException {
    R message = await();
    Status status = end;
    if (message == null && status != null && !status.isOk()) {
      throw new BodyException(
          "error receiving message: "
              + String.valueOf(GrpcPeerChannel.unreachable(status).getMessage()));
    }
    return message;
  }

  /**
   * Waits for one more message.
   *
   * @return the message, or null when the call has ended
   * @throws InterruptedException if the caller was interrupted
   */
  public @Nullable R await() throws InterruptedException {
    // Without the lock: what it takes to ask may wait for others, and the event loop for the lock.
    if (mustAsk()) {
      call.request(1);
    }
    lock.lockInterruptibly();
    try {
      while (messages.isEmpty() && end == null) {
        changed.await();
      }
      return messages.poll();
    } finally {
      lock.unlock();
    }
  }

  private boolean mustAsk() {
    lock.lock();
    try {
      boolean must = messages.isEmpty() && end == null && !asked;
      asked |= must;
      return must;
    } finally {
      lock.unlock();
    }
  }
}
