package dev.mecha.transport.grpc;

import dev.mecha.kernel.resilience.CodedFailure;
import dev.mecha.transport.peer.Replies;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Carries the messages of one call: a virtual thread of its own takes those of the caller on that
 * are still to come, the caller's thread brings the answers back. Until the first answer comes,
 * what was sent is kept, up to a bound, so that it can be sent to somebody else.
 */
final class ProxyRelay implements AutoCloseable {

  /** How a call ended. */
  record End(Status status, Metadata trailers) {}

  /** A try that ended before anything of it had gone back to the caller. */
  @SuppressWarnings("serial") // lives between an attempt and its guard
  static final class FailedException extends RuntimeException implements CodedFailure {

    private final End end;
    private final boolean repeatable;

    FailedException(End end, boolean repeatable) {
      super(end.status().toString(), null, false, false);
      this.end = end;
      this.repeatable = repeatable;
    }

    End end() {
      return end;
    }

    /**
     * Whether nobody was reached. The same status from the other side is an answer, which comes
     * with its content type at least.
     */
    boolean nobodyThere() {
      return end.status().getCode() == Status.Code.UNAVAILABLE && end.trailers().keys().isEmpty();
    }

    @Override
    public int code() {
      return repeatable ? end.status().getCode().value() : NEVER_AGAIN;
    }
  }

  private final StreamExchange<byte[], byte[]> caller;
  private final MethodDescriptor<byte[], byte[]> method;
  private final Metadata metadata;
  private final KeptMessages kept;
  private final AtomicReference<@Nullable Thread> sender = new AtomicReference<>();

  /**
   * @param streams whether nothing is kept
   */
  ProxyRelay(
      StreamExchange<byte[], byte[]> caller,
      MethodDescriptor<byte[], byte[]> method,
      Metadata metadata,
      boolean streams) {
    this.caller = caller;
    this.method = method;
    this.metadata = metadata;
    this.kept = new KeptMessages(caller, streams);
  }

  boolean repeatable() {
    return kept.repeatable();
  }

  /**
   * One try.
   *
   * @return how it ended, when something of it has gone back to the caller or it went well
   * @throws FailedException if it failed before that
   */
  End run(Channel channel) throws InterruptedException {
    stopSender();
    ClientCall<byte[], byte[]> call = channel.newCall(method, options());
    var replies = new Replies<byte[]>(call);
    var headers = new Metadata();
    headers.merge(metadata);
    call.start(replies, headers);
    replies.ask();
    boolean ended = false;
    try {
      if (caller.arrived()) {
        sendAll(call);
      } else {
        sender.set(Thread.startVirtualThread(() -> send(call, replies)));
      }
      End end = relay(replies);
      ended = true;
      return end;
    } finally {
      if (!ended || !replies.isOver()) {
        call.cancel("the call was given up", null);
      }
    }
  }

  private CallOptions options() {
    Deadline deadline = caller.deadline();
    return deadline == null ? CallOptions.DEFAULT : CallOptions.DEFAULT.withDeadline(deadline);
  }

  private End relay(Replies<byte[]> replies) throws InterruptedException {
    Metadata head = replies.head();
    if (head == null) {
      End end = new End(replies.status(), replies.trailers());
      if (end.status().isOk()) {
        return end;
      }
      throw new FailedException(end, kept.repeatable());
    }
    kept.forget();
    caller.responseMetadata().merge(head);
    for (byte[] reply = replies.await(); reply != null; reply = replies.await()) {
      caller.send(reply);
    }
    return new End(replies.status(), replies.trailers());
  }

  /** All of a short call is there already: no thread is needed to wait for it. */
  private void sendAll(ClientCall<byte[], byte[]> call) throws InterruptedException {
    int number = 0;
    for (byte[] next = kept.get(number); next != null; next = kept.get(++number)) {
      call.sendMessage(next);
    }
    call.halfClose();
  }

  /** Runs on a virtual thread of its own. */
  private void send(ClientCall<byte[], byte[]> call, Replies<byte[]> replies) {
    try {
      int number = 0;
      for (byte[] next = kept.get(number); next != null; next = kept.get(++number)) {
        replies.awaitReady();
        call.sendMessage(next);
      }
      call.halfClose();
    } catch (InterruptedException e) {
      // Another try sends from here on, or nobody listens any more.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      call.cancel("the caller's messages cannot be passed on: " + e.getMessage(), e);
    }
  }

  private void stopSender() throws InterruptedException {
    Thread running = sender.getAndSet(null);
    if (running != null) {
      running.interrupt();
      running.join();
    }
  }

  @Override
  public void close() {
    Thread running = sender.getAndSet(null);
    if (running != null) {
      running.interrupt();
    }
  }
}
