package dev.mecha.block.invoke;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.pipeline.GrpcStream;
import dev.mecha.protocol.common.v1.StreamPayload;
import dev.mecha.protocol.internals.v1.InternalInvokeRequestStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The body of a call that another sidecar passes on, piece by piece. */
final class ReceivedBody implements Body {

  private final GrpcStream<InternalInvokeRequestStream, ?> stream;
  private final long length;
  private @Nullable InternalInvokeRequestStream pending;
  private long expected;
  private volatile boolean closed;

  /**
   * @param first the message that began the call; it may hold the first piece
   * @param length as the caller announced it, or {@link Body#UNKNOWN}
   */
  ReceivedBody(
      GrpcStream<InternalInvokeRequestStream, ?> stream,
      InternalInvokeRequestStream first,
      long length) {
    this.stream = stream;
    this.pending = first;
    this.length = length;
  }

  /**
   * Finds out whether the whole of it is here already, as it is of short calls and of those without
   * a body: what is called then can be told its length.
   *
   * @param atMost how long to wait for the end of a call that seems to have no body
   * @return all of it as one piece, or this
   * @throws BodyException if it has not the length that was announced
   */
  Body settled(Duration atMost) throws InterruptedException {
    InternalInvokeRequestStream first = pending;
    if (length == UNKNOWN && (first == null || !first.hasPayload())) {
      stream.awaitMore(atMost);
    }
    if (!stream.arrived()) {
      return this;
    }
    byte[] all = readAll();
    if (length != UNKNOWN && length != all.length) {
      throw new BodyException("the body ended after " + all.length + " of " + length + " bytes");
    }
    return Body.of(all);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public boolean arrived() {
    return false;
  }

  @Override
  public byte @Nullable [] next() throws InterruptedException {
    while (!closed) {
      InternalInvokeRequestStream message = pending;
      pending = null;
      if (message == null) {
        message = receive();
        if (message == null) {
          closed = true;
          return null;
        }
        if (message.getRequest().hasMessage()) {
          throw new BodyException("request metadata found in non-leading chunk");
        }
      }
      if (message.hasPayload()) {
        byte[] piece = checked(message.getPayload());
        if (piece.length > 0) {
          return piece;
        }
      }
    }
    return null;
  }

  private @Nullable InternalInvokeRequestStream receive() throws InterruptedException {
    try {
      return stream.receive();
    } catch (ApiException e) {
      throw new BodyException("error receiving message: " + e.getMessage(), e);
    }
  }

  private byte[] checked(StreamPayload payload) {
    if (payload.getSeq() != expected) {
      throw new BodyException(
          "invalid sequence number received: "
              + payload.getSeq()
              + " (expected: "
              + expected
              + ")");
    }
    expected++;
    return payload.getData().toByteArray();
  }

  @Override
  public void close() {
    closed = true;
  }
}
