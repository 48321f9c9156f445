package dev.mecha.transport.grpc;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcStream;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A call of several messages between the event loop, which hands in what comes, and the virtual
 * threads that wait for it. One message is asked for at a time, after the first two, so that a slow
 * reader holds the sender up; who sends waits until the connection takes more.
 */
final class StreamExchange<Q, R> extends CallExchange implements GrpcStream<Q, R> {

  private final ServerCall<Incoming<Q>, R> call;
  private final int maxMessageBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition writable = lock.newCondition();
  private final ArrayDeque<Incoming<Q>> messages = new ArrayDeque<>();
  private boolean asked = true;
  private boolean halfClosed;
  private boolean over;
  private boolean headersSent;
  private long received;
  private long sent;
  private final @Nullable Deadline deadline = Context.current().getDeadline();
  private @Nullable Status end;
  private Metadata trailers = new Metadata();

  StreamExchange(
      Endpoint endpoint, ServerCall<Incoming<Q>, R> call, Metadata metadata, int maxMessageBytes) {
    super(endpoint, call.getMethodDescriptor().getFullMethodName(), metadata, metadata);
    this.call = call;
    this.maxMessageBytes = maxMessageBytes;
  }

  /** On the event loop. */
  void add(Incoming<Q> message) {
    change(
        () -> {
          asked = false;
          messages.add(message);
        });
  }

  /** On the event loop. */
  void halfClosed() {
    change(() -> halfClosed = true);
  }

  /** On the event loop: the connection takes more. */
  void ready() {
    lock.lock();
    try {
      writable.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits any more: the call is cancelled, or its handler has ended. */
  void over() {
    change(() -> over = true);
    ready();
  }

  private void change(Runnable what) {
    lock.lock();
    try {
      what.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Q receive() throws InterruptedException {
    Incoming<Q> message = next();
    if (message instanceof Incoming.Malformed<Q>(Status why)) {
      throw failure(why.getCode(), String.valueOf(why.getDescription()));
    }
    if (message instanceof Incoming.Message<Q>(Q read)) {
      received += size(read);
      return read;
    }
    return null;
  }

  /**
   * Without the lock: what it takes to ask may wait for others, and the event loop for the lock.
   */
  private void askIfNeeded() {
    if (mustAsk()) {
      call.request(1);
    }
  }

  private boolean mustAsk() {
    lock.lock();
    try {
      boolean must = messages.isEmpty() && !halfClosed && !asked;
      asked |= must;
      return must;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Incoming<Q> next() throws InterruptedException {
    askIfNeeded();
    lock.lockInterruptibly();
    try {
      while (messages.isEmpty() && !halfClosed) {
        failIfOver();
        changed.await();
      }
      return messages.poll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean arrived() {
    lock.lock();
    try {
      return halfClosed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean awaitMore(Duration atMost) throws InterruptedException {
    askIfNeeded();
    lock.lockInterruptibly();
    try {
      long left = atMost.toNanos();
      while (messages.isEmpty() && !halfClosed && left > 0) {
        failIfOver();
        left = changed.awaitNanos(left);
      }
      return !messages.isEmpty() || halfClosed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void send(R message) throws InterruptedException {
    int size = size(message);
    if (size > maxMessageBytes) {
      throw failure(
          Status.Code.RESOURCE_EXHAUSTED,
          "grpc: trying to send message larger than max (%d vs. %d)"
              .formatted(size, maxMessageBytes));
    }
    awaitReady();
    if (!headersSent) {
      headersSent = true;
      call.sendHeaders(responseMetadata());
    }
    call.sendMessage(message);
    sent += size;
  }

  private void awaitReady() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      // The first message opens the way: before the headers the call says nothing about itself.
      while (headersSent && !call.isReady()) {
        failIfOver();
        writable.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void failIfOver() throws InterruptedException {
    if (over) {
      throw new InterruptedException("the call is over");
    }
  }

  private static ApiException failure(Status.Code code, String message) {
    return new ApiException(ApiError.simple(500, code, "ERROR", ErrorCategory.COMMON, message));
  }

  /** The time by which the caller wants to have its answer. */
  @Nullable Deadline deadline() {
    return deadline;
  }

  /** Ends the call with a status that somebody else gave. The first one counts. */
  void closeWith(Status status, Metadata last) {
    if (end == null) {
      end = status;
      trailers = last;
    }
  }

  /** What {@link #closeWith} was told, or null. */
  @Nullable Status end() {
    return end;
  }

  Metadata trailers() {
    return trailers;
  }

  @Override
  public int status() {
    return end == null ? super.status() : end.getCode().value();
  }

  /** Whether the answer has begun, so that its header metadata is gone. */
  boolean headersSent() {
    return headersSent;
  }

  @Override
  public long requestSize() {
    return received;
  }

  @Override
  public long responseSize() {
    return sent;
  }
}
