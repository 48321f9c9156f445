package dev.mecha.transport.link;

import dev.mecha.transport.thread.EventLoops;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.netty.buffer.ByteBuf;
import java.time.Duration;

/** The caller's side of a link. It closes when nothing has been called for three minutes. */
final class ClientLink extends Link {

  private static final Duration IDLE = Duration.ofMinutes(3);

  private final LinkLimits limits;
  private final Channel asChannel = new CallsOverLink();
  private int lastNumber;
  private long lastUse = System.nanoTime();

  ClientLink(EventLoops loops, io.netty.channel.Channel channel, LinkLimits limits) {
    super(loops, channel);
    this.limits = limits;
  }

  /** Returns the link in the form in which calls are made. */
  Channel asChannel() {
    return asChannel;
  }

  LinkLimits limits() {
    return limits;
  }

  /**
   * Gives a call its number. On the event loop.
   *
   * @return the number, or 0 if no calls may begin here any more
   */
  int enter(LinkCall call) {
    if (isLeaving() || lastNumber == Integer.MAX_VALUE) {
      return 0;
    }
    add(++lastNumber, call);
    return lastNumber;
  }

  /** Begins no more calls. Those under way come to their end. Any thread. */
  void shutdown() {
    leave();
    post(this::closeIfEmpty);
  }

  private void closeIfEmpty() {
    if (isEmpty()) {
      closeBehindWrites();
    }
  }

  @Override
  void opened(int number, ByteBuf payload) {
    throw new IllegalArgumentException("the other side begins a call");
  }

  @Override
  void left(FrameType type) {
    leave();
    write(FrameType.LEFT, 0);
    post(this::closeIfEmpty);
  }

  @Override
  void emptied() {
    lastUse = System.nanoTime();
    if (isLeaving()) {
      post(this::closeIfEmpty);
    }
  }

  @Override
  boolean maySayNothing() {
    if (!isEmpty()) {
      return false;
    }
    if (System.nanoTime() - lastUse > IDLE.toNanos()) {
      shutdown();
    }
    return true;
  }

  private final class CallsOverLink extends Channel {

    @Override
    public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
      return new ClientLinkCall<>(ClientLink.this, method, options);
    }

    @Override
    public String authority() {
      return remoteAddress();
    }
  }
}
