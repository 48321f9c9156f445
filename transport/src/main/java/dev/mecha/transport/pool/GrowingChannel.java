package dev.mecha.transport.pool;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Several connections to one server as one channel. A server may allow as few as a hundred calls at
 * a time on a connection, and what is beyond would wait behind them: so each call goes out over the
 * first connection that has room, and over a new one if none has. Connections close by their own
 * idle time. Thread-safe.
 */
public final class GrowingChannel extends Channel {

  /** What servers of all languages allow. */
  static final int CALLS_PER_CONNECTION = 100;

  private final Supplier<ManagedChannel> connect;
  private final List<Member> members = new CopyOnWriteArrayList<>();
  private boolean closed; // guarded by this

  private record Member(ManagedChannel channel, AtomicInteger calls) {

    boolean enter() {
      if (calls.incrementAndGet() <= CALLS_PER_CONNECTION) {
        return true;
      }
      calls.decrementAndGet();
      return false;
    }
  }

  /**
   * @param connect makes a connection, which is not opened before it is used
   */
  public GrowingChannel(Supplier<ManagedChannel> connect) {
    this.connect = connect;
    members.add(new Member(connect.get(), new AtomicInteger()));
  }

  @Override
  public String authority() {
    return members.getFirst().channel.authority();
  }

  @Override
  public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
    Member member = enter();
    return new CountedCall<>(member.channel.newCall(method, options), member.calls);
  }

  private Member enter() {
    for (Member member : members) {
      if (member.enter()) {
        return member;
      }
    }
    return grow();
  }

  private synchronized Member grow() {
    Member last = members.getLast();
    if (last.enter()) {
      return last; // somebody else was quicker
    }
    if (closed) {
      last.calls.incrementAndGet(); // its call fails
      return last;
    }
    var added = new Member(connect.get(), new AtomicInteger(1));
    members.add(added);
    return added;
  }

  /**
   * @return how many connections there are, open or idle
   */
  int connections() {
    return members.size();
  }

  /** Takes no more calls. Those under way come to their end. */
  public synchronized void shutdown() {
    closed = true;
    members.forEach(member -> member.channel.shutdown());
  }

  /** Takes no more calls, and ends those under way. */
  public synchronized void shutdownNow() {
    closed = true;
    members.forEach(member -> member.channel.shutdownNow());
  }

  /** Leaves once, when it has ended or was given up before it began. */
  private static final class CountedCall<Q, R> extends SimpleForwardingClientCall<Q, R> {

    private final AtomicInteger calls;
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile boolean started;

    CountedCall(ClientCall<Q, R> call, AtomicInteger calls) {
      super(call);
      this.calls = calls;
    }

    private void leave() {
      if (left.compareAndSet(false, true)) {
        calls.decrementAndGet();
      }
    }

    @Override
    public void start(Listener<R> listener, Metadata headers) {
      started = true;
      super.start(
          new SimpleForwardingClientCallListener<R>(listener) {
            @Override
            public void onClose(Status status, Metadata trailers) {
              leave();
              super.onClose(status, trailers);
            }
          },
          headers);
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      super.cancel(message, cause);
      if (!started) {
        leave();
      }
    }
  }
}
