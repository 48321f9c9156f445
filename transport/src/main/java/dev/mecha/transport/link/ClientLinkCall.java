package dev.mecha.transport.link;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A call over a link. Its listener is called on the link's event loop, unless the call's options
 * name an executor.
 *
 * @param <Q> the request message
 * @param <R> the response message
 */
final class ClientLinkCall<Q, R> extends ClientCall<Q, R> implements LinkCall {

  private final ClientLink link;
  private final MethodDescriptor<Q, R> method;
  private final @Nullable Executor executor;
  private final @Nullable Deadline deadline;
  private final Outflow out;
  private final Inflow<R> in;

  // On the event loop only.
  private @Nullable Listener<R> listener;
  private @Nullable Future<?> expiry;
  private int number;
  private boolean ended;

  ClientLinkCall(ClientLink link, MethodDescriptor<Q, R> method, CallOptions options) {
    this.link = link;
    this.method = method;
    this.executor = options.getExecutor();
    this.deadline = options.getDeadline();
    this.out = new Outflow(link, this::ready);
    this.in =
        new Inflow<>(
            link, method.getResponseMarshaller(), link.limits().messageBytes(), this::message);
  }

  private void ready() {
    if (listener != null) {
      listener.onReady();
    }
  }

  private void message(R message) {
    if (!ended && listener != null) {
      listener.onMessage(message);
    }
  }

  @Override
  public void start(Listener<R> listener, Metadata headers) {
    Listener<R> told = executor == null ? listener : new ExecutedListener<>(listener, executor);
    link.post(() -> open(told, headers));
  }

  private void open(Listener<R> told, Metadata headers) {
    listener = told;
    if (ended) {
      told.onClose(Status.CANCELLED.withDescription("cancelled before it began"), new Metadata());
      return;
    }
    if (deadline != null && deadline.isExpired()) {
      end(
          Status.DEADLINE_EXCEEDED.withDescription("the deadline had passed before"),
          new Metadata());
      return;
    }
    number = link.enter(this);
    if (number == 0) {
      end(Status.UNAVAILABLE.withDescription("the connection is closed"), new Metadata());
      return;
    }
    out.number(number);
    in.number(number);
    ByteBuf frame = link.out();
    int at = Frames.begin(frame, FrameType.OPEN, number);
    frame.writeLong(
        deadline == null ? 0 : Math.max(1, deadline.timeRemaining(TimeUnit.NANOSECONDS)));
    Frames.writeText(frame, method.getFullMethodName());
    Frames.writeMetadata(frame, headers);
    Frames.end(frame, at);
    if (deadline != null) {
      expiry = deadline.runOnExpiration(this::expired, link.loop());
    }
  }

  private void expired() {
    giveUp(Status.DEADLINE_EXCEEDED.withDescription("deadline exceeded"));
  }

  @Override
  public boolean isReady() {
    return out.isReady();
  }

  @Override
  public void request(int messages) {
    in.request(messages);
  }

  @Override
  public void sendMessage(Q message) {
    out.send(method.streamRequest(message));
  }

  @Override
  public void halfClose() {
    link.post(() -> out.afterAll(this::writeEnd));
  }

  private void writeEnd() {
    if (!ended) {
      link.write(FrameType.END, number);
    }
  }

  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {
    Status status = Status.CANCELLED.withDescription(message).withCause(cause);
    link.post(() -> giveUp(status));
  }

  private void giveUp(Status why) {
    if (!ended && number != 0) {
      link.write(FrameType.CANCEL, number);
    }
    end(why, new Metadata());
  }

  @Override
  public void receive(FrameType type, ByteBuf payload) {
    try {
      switch (type) {
        case HEADERS -> headers(Frames.readMetadata(payload, link.limits().metadataBytes()));
        case PIECE, MESSAGE -> in.piece(payload, type == FrameType.MESSAGE);
        case CLOSE -> close(payload);
        case CREDIT -> out.credit(payload.readInt());
        default -> throw new IllegalArgumentException(type + " to a caller");
      }
    } catch (StatusRuntimeException e) {
      giveUp(e.getStatus());
    }
  }

  private void headers(Metadata headers) {
    if (listener != null) {
      listener.onHeaders(headers);
    }
  }

  private void close(ByteBuf payload) {
    Status status = Frames.readStatus(payload);
    Metadata trailers = Frames.readMetadata(payload, link.limits().metadataBytes());
    link.remove(number);
    out.drop();
    in.afterAll(() -> end(status, trailers));
  }

  @Override
  public void broken(Status why) {
    end(why, new Metadata());
  }

  private void end(Status status, Metadata trailers) {
    if (ended) {
      return;
    }
    ended = true;
    out.drop();
    if (expiry != null) {
      expiry.cancel(false);
    }
    link.remove(number);
    if (listener != null) {
      listener.onClose(status, trailers);
    }
  }
}
