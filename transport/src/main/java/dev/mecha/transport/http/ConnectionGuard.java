package dev.mecha.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of a connection's pipeline. It closes connections on which a request's header
 * does not come to an end or nothing comes at all, and it says goodbye in such a way that the last
 * answer reaches a client that is still sending: closing a socket with unread bytes would reset the
 * connection, and the answer with it.
 *
 * <p>Where a request asked for HTTP/2, its answer waits until the client has changed over, as in
 * Go's server: the JDK's client and curl lose what arrives together with the {@code 101}.
 *
 * <p>Everything happens on the connection's event loop.
 */
final class ConnectionGuard extends ChannelInboundHandlerAdapter {

  /** How long a client may take to read the last answer; as Go's server. */
  private static final Duration LINGER = Duration.ofMillis(500);

  /** What ends the connection if it does not come in time. */
  private enum Awaited {
    NOTHING,
    /** The end of a request's header, or the first byte of the connection. */
    HEADER,
    /** The next request. */
    REQUEST,
    /** The client's goodbye. */
    GOODBYE
  }

  private final Channel channel;
  private final HttpLimits limits;
  private Awaited awaited = Awaited.NOTHING;
  private @Nullable Future<?> timer;
  private int active;
  private boolean progress;
  private boolean multiplexed;

  /** Null until the first byte: whether the connection spoke HTTP/2 from there on. */
  private @Nullable Boolean priorKnowledge;

  private @Nullable Runnable afterPreface;

  ConnectionGuard(Channel channel, HttpLimits limits) {
    this.channel = channel;
    this.limits = limits;
    await(Awaited.HEADER, limits.headerTimeout());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) {
    if (awaited == Awaited.GOODBYE) {
      ReferenceCountUtil.release(bytes);
      return;
    }
    progress = false;
    if (priorKnowledge == null && bytes instanceof ByteBuf buffer) {
      priorKnowledge = isPreface(buffer);
    }
    ctx.fireChannelRead(bytes);
    // Bytes that neither belong to a request in progress nor begin or end one are a piece of a
    // header. A piece that came
    // together with the end of a request goes unnoticed until the next one comes: such a connection
    // is merely idle.
    boolean waits = awaited == Awaited.NOTHING || awaited == Awaited.REQUEST;
    if (waits && active == 0 && !progress && !multiplexed) {
      await(Awaited.HEADER, limits.headerTimeout());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    cancel();
    ctx.fireChannelInactive();
  }

  /** Notes that the header of a request is complete. */
  void requestStarted() {
    active++;
    progress = true;
    if (awaited != Awaited.GOODBYE) {
      cancel();
    }
  }

  /** Notes that the answer to a request has been written. */
  void requestEnded() {
    active--;
    progress = true;
    if (active == 0 && limits.idleTimeout().isPositive() && awaited == Awaited.NOTHING) {
      await(Awaited.REQUEST, limits.idleTimeout());
    }
  }

  /** No verb begins like the preface of HTTP/2. */
  private static boolean isPreface(ByteBuf bytes) {
    int at = bytes.readerIndex();
    return bytes.readableBytes() >= 3
        && bytes.getByte(at) == 'P'
        && bytes.getByte(at + 1) == 'R'
        && bytes.getByte(at + 2) == 'I';
  }

  /** Notes that the connection speaks HTTP/2, whose headers are limited in other ways. */
  void multiplexed() {
    multiplexed = true;
    cancel();
  }

  /**
   * Lets a request of HTTP/2 begin, but not before its client has begun with HTTP/2 itself.
   *
   * @param start runs on the event loop, later
   */
  void whenChangedOver(Runnable start) {
    if (!Boolean.FALSE.equals(priorKnowledge)) {
      channel.eventLoop().execute(start);
      return;
    }
    afterPreface = start;
    await(Awaited.HEADER, limits.headerTimeout());
  }

  /** Notes that the client has begun with HTTP/2. */
  void changedOver() {
    priorKnowledge = true;
    Runnable start = afterPreface;
    if (start != null) {
      afterPreface = null;
      cancel();
      channel.eventLoop().execute(start);
    }
  }

  /** Refuses the request whose body cannot be decoded, unless it has its answer already. */
  void malformedBody() {
    if (active > 0) {
      reject("400 Bad Request");
    } else {
      leave();
    }
  }

  /**
   * Writes a last answer in HTTP/1.1, past the rest of the pipeline, and leaves.
   *
   * @param status the status and its phrase, which are the body too
   */
  void reject(String status) {
    String answer =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
            + status;
    channel
        .pipeline()
        .firstContext()
        .writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII))
        .addListener(written -> leave());
  }

  /** Sends no more, reads on without looking for a moment, and closes. */
  void leave() {
    if (awaited == Awaited.GOODBYE || !channel.isActive()) {
      return;
    }
    await(Awaited.GOODBYE, LINGER);
    if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
    channel.config().setAutoRead(true);
  }

  private void await(Awaited what, Duration time) {
    cancel();
    awaited = what;
    timer = channel.eventLoop().schedule(this::close, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void close() {
    channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  private void cancel() {
    awaited = Awaited.NOTHING;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
