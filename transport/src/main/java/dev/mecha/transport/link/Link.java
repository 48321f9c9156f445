package dev.mecha.transport.link;

import dev.mecha.transport.thread.EventLoops;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection between two Mecha sidecars, and the calls on it. What is written in one pass of
 * the event loop goes out together. Everything happens on the event loop but {@link #post}, which
 * brings it there.
 */
abstract class Link extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  /** Silence is counted in these. */
  private static final long TICK_SECONDS = 5;

  private static final int SILENT_BEFORE_PING = 2;
  private static final int SILENT_BEFORE_END = 3;

  /** What is to be written goes out at the latest when it is so much. */
  private static final int MOST_AT_ONCE = 256 << 10;

  private static final int FIRST_BUFFER = 2 << 10;

  private final EventLoops loops;
  private final Channel channel;
  private final EventLoop loop;
  private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean passAwaited = new AtomicBoolean();
  private final Runnable pass = this::pass;

  private final IntObjectMap<LinkCall> calls = new IntObjectHashMap<>();
  private @Nullable ByteBuf out;
  private int silence;
  private boolean ending;

  /** Whether no new calls may begin. */
  private volatile boolean leaving;

  Link(EventLoops loops, Channel channel) {
    this.loops = loops;
    this.channel = channel;
    this.loop = channel.eventLoop();
  }

  /** Puts the link into its connection's pipeline: both sides have greeted each other. */
  void install() {
    channel
        .pipeline()
        .addLast(new IdleStateHandler(TICK_SECONDS, 0, 0, TimeUnit.SECONDS))
        .addLast(Frames.decoder())
        .addLast(this);
  }

  EventLoop loop() {
    return loop;
  }

  final String remoteAddress() {
    return String.valueOf(channel.remoteAddress());
  }

  /** Ends it, whatever is under way. Any thread. */
  final void close() {
    channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  /** Ends it when everything has been written. On the event loop. */
  final void closeBehindWrites() {
    ending = true;
    out();
  }

  /** Lets something happen on the event loop, soon, in order. Any thread. */
  final void post(Runnable what) {
    posted.add(what);
    awaitPass();
  }

  private void awaitPass() {
    if (passAwaited.compareAndSet(false, true)) {
      loops.later(loop, pass);
    }
  }

  private void pass() {
    // First the flag, then the queue: what is posted in between is seen by one more pass.
    passAwaited.set(false);
    for (Runnable next = posted.poll(); next != null; next = posted.poll()) {
      try {
        next.run();
      } catch (RuntimeException e) {
        LOG.error("A call on a link failed unexpectedly", e);
        close();
      }
      ByteBuf written = out;
      if (written != null && written.readableBytes() > MOST_AT_ONCE) {
        flush(written);
      }
    }
    ByteBuf written = out;
    if (written != null) {
      flush(written);
    }
  }

  private void flush(ByteBuf written) {
    out = null;
    channel
        .writeAndFlush(written)
        .addListener(ending ? ChannelFutureListener.CLOSE : ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  /** What frames are written into; it goes out at the end of the pass. On the event loop. */
  final ByteBuf out() {
    ByteBuf current = out;
    if (current == null) {
      current = channel.alloc().buffer(FIRST_BUFFER);
      out = current;
      awaitPass();
    }
    return current;
  }

  /** Writes a frame that says nothing beyond its type. */
  final void write(FrameType type, int call) {
    Frames.begin(out(), type, call, 0);
  }

  /**
   * Notes a call.
   *
   * @throws IllegalArgumentException if there is one with that number
   */
  final void add(int number, LinkCall call) {
    if (calls.containsKey(number)) {
      throw new IllegalArgumentException("a call begins twice");
    }
    calls.put(number, call);
  }

  final void remove(int number) {
    if (calls.remove(number) != null && calls.isEmpty()) {
      emptied();
    }
  }

  final boolean isEmpty() {
    return calls.isEmpty();
  }

  /** Whether no new calls may begin here. Any thread. */
  final boolean isLeaving() {
    return leaving;
  }

  final void leave() {
    leaving = true;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    silence = 0;
    var frame = (ByteBuf) message;
    try {
      FrameType type = FrameType.of(frame.readByte());
      int number = frame.readInt();
      if (type == null) {
        throw new IllegalArgumentException("a frame of an unknown type");
      }
      receive(type, number, frame);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      LOG.warn("A link is closed because of what came over it: {}", e.getMessage());
      close();
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  private void receive(FrameType type, int number, ByteBuf payload) {
    switch (type) {
      case PING -> write(FrameType.PONG, 0);
      case PONG -> {}
      case OPEN -> opened(number, payload);
      case LEAVING, LEFT -> left(type);
      default -> {
        LinkCall call = calls.get(number);
        // One that is over here may not be over there yet.
        if (call != null) {
          call.receive(type, payload);
        }
      }
    }
  }

  /** The other side begins a call. */
  abstract void opened(int number, ByteBuf payload);

  /** The other side wants no new calls, or begins none. */
  abstract void left(FrameType type);

  /** The last call has ended. */
  abstract void emptied();

  /**
   * Nothing has come for a while.
   *
   * @return whether that is as it should be
   */
  abstract boolean maySayNothing();

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof IdleStateEvent)) {
      ctx.fireUserEventTriggered(event);
      return;
    }
    if (maySayNothing()) {
      silence = 0;
      return;
    }
    silence++;
    if (silence >= SILENT_BEFORE_END) {
      close();
    } else if (silence >= SILENT_BEFORE_PING) {
      write(FrameType.PING, 0);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    leaving = true;
    var left = new ArrayList<>(calls.values());
    calls.clear();
    left.forEach(
        call ->
            call.broken(Status.UNAVAILABLE.withDescription("Network closed for unknown reason")));
    ByteBuf unwritten = out;
    if (unwritten != null) {
      out = null;
      unwritten.release();
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("A link broke", cause);
    close();
  }
}
