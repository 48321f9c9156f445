package dev.mecha.transport.peer;

import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.protocol.internals.v1.InternalInvokeResponseStream;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The messages that come back, between the event loop, which hands them in, and the virtual thread
 * that waits for them. One is asked for at a time: a reader that is slow holds the sender up.
 */
final class Answer extends ClientCall.Listener<InternalInvokeResponseStream> {

  private final ClientCall<?, ?> call;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<InternalInvokeResponseStream> messages = new ArrayDeque<>();
  private boolean asked;
  private @Nullable Status end;
  private @Nullable BodyException requestFailure;

  Answer(ClientCall<?, ?> call) {
    this.call = call;
  }

  /** Asks for the first message, before anybody waits for it. */
  void ask() {
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
  public void onMessage(InternalInvokeResponseStream message) {
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
  public void onClose(Status status, Metadata trailers) {
    lock.lock();
    try {
      end = status;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onReady() {
    lock.lock();
    try {
      changed.signalAll();
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

  /** Waits until the connection takes more. A call that is over takes everything, and drops it. */
  void awaitReady() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (end == null && !call.isReady()) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isOver() {
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

  /** How much of the answer has come and not been taken. */
  long waiting() {
    lock.lock();
    try {
      return messages.stream().mapToLong(m -> m.getPayload().getData().size()).sum();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the message that begins the answer.
   *
   * @throws UnreachableException if there is none
   */
  InternalInvokeResponseStream first() throws InterruptedException {
    InternalInvokeResponseStream message = await();
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
  @Nullable InternalInvokeResponseStream next() throws InterruptedException {
    InternalInvokeResponseStream message = await();
    Status status = end;
    if (message == null && status != null && !status.isOk()) {
      throw new BodyException(
          "error receiving message: "
              + String.valueOf(GrpcPeerChannel.unreachable(status).getMessage()));
    }
    return message;
  }

  private @Nullable InternalInvokeResponseStream await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (messages.isEmpty() && end == null) {
        if (!asked) {
          asked = true;
          call.request(1);
        }
        changed.await();
      }
      return messages.poll();
    } finally {
      lock.unlock();
    }
  }
}
