package dev.mecha.transport.link;

import io.grpc.Context.CancellableContext;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call that came over a link. Its listener is called on the link's event loop.
 *
 * @param <Q> the request message
 * @param <R> the response message
 */
final class ServerLinkCall<Q, R> extends ServerCall<Q, R> implements LinkCall {

  private static final Logger LOG = LoggerFactory.getLogger(ServerLinkCall.class);

  /** An answer says so when it has no headers, as over HTTP/2: that tells it from no answer. */
  private static final Metadata.Key<String> CONTENT_TYPE =
      Metadata.Key.of("content-type", Metadata.ASCII_STRING_MARSHALLER);

  private final ServerLink link;
  private final int number;
  private final MethodDescriptor<Q, R> method;
  private final Outflow out;
  private final Inflow<Q> in;
  private volatile boolean cancelled;

  // On the event loop only.
  private Listener<Q> listener = new Listener<>() {};
  private @Nullable CancellableContext context;
  private boolean headersSent;
  private boolean ended;

  ServerLinkCall(ServerLink link, int number, MethodDescriptor<Q, R> method, LinkLimits limits) {
    this.link = link;
    this.number = number;
    this.method = method;
    this.out = new Outflow(link, this::ready);
    this.in =
        new Inflow<>(link, method.getRequestMarshaller(), limits.messageBytes(), this::message);
    out.number(number);
    in.number(number);
  }

  /** Lets a context end with the call, and the call with the context's deadline. */
  void during(CancellableContext context) {
    this.context = context;
    context.addListener(
        over -> {
          if (over.cancellationCause() instanceof TimeoutException) {
            link.post(this::expired);
          }
        },
        Runnable::run);
  }

  void begin(ServerCallHandler<Q, R> handler, Metadata headers) {
    try {
      listener = handler.startCall(this, headers);
    } catch (RuntimeException e) {
      LOG.error("{} could not begin", method.getFullMethodName(), e);
      end(Status.UNKNOWN.withDescription("Application error processing RPC"), new Metadata());
    }
  }

  private void ready() {
    if (!ended) {
      listener.onReady();
    }
  }

  private void message(Q message) {
    if (!ended) {
      listener.onMessage(message);
    }
  }

  private void halfClosed() {
    if (!ended) {
      listener.onHalfClose();
    }
  }

  private void expired() {
    if (!ended) {
      writeClose(
          link.out(),
          number,
          Status.DEADLINE_EXCEEDED.withDescription("context timed out"),
          new Metadata());
      cancelled();
    }
  }

  @Override
  public void receive(FrameType type, ByteBuf payload) {
    try {
      switch (type) {
        case PIECE, MESSAGE -> in.piece(payload, type == FrameType.MESSAGE);
        case END -> in.afterAll(this::halfClosed);
        case CANCEL -> {
          link.cancelled();
          cancelled();
        }
        case CREDIT -> out.credit(payload.readInt());
        default -> throw new IllegalArgumentException(type + " to who serves");
      }
    } catch (StatusRuntimeException e) {
      writeClose(link.out(), number, e.getStatus(), new Metadata());
      cancelled();
    }
  }

  @Override
  public void broken(Status why) {
    cancelled();
  }

  private void cancelled() {
    if (ended) {
      return;
    }
    cancelled = true;
    leave();
    listener.onCancel();
  }

  private void leave() {
    ended = true;
    out.drop();
    link.remove(number);
    if (context != null) {
      context.cancel(null);
    }
  }

  @Override
  public void request(int messages) {
    in.request(messages);
  }

  @Override
  public boolean isReady() {
    return out.isReady();
  }

  @Override
  public void sendHeaders(Metadata headers) {
    link.post(() -> writeHeaders(headers));
  }

  private void writeHeaders(Metadata headers) {
    if (ended) {
      return;
    }
    headersSent = true;
    ByteBuf frame = link.out();
    int at = Frames.begin(frame, FrameType.HEADERS, number);
    Frames.writeMetadata(frame, headers);
    Frames.end(frame, at);
  }

  @Override
  public void sendMessage(R message) {
    out.send(method.streamResponse(message));
  }

  @Override
  public void close(Status status, Metadata trailers) {
    link.post(() -> out.afterAll(() -> end(status, trailers)));
  }

  private void end(Status status, Metadata trailers) {
    if (ended) {
      return;
    }
    if (!headersSent && !trailers.containsKey(CONTENT_TYPE)) {
      trailers.put(CONTENT_TYPE, "application/grpc");
    }
    writeClose(link.out(), number, status, trailers);
    leave();
    listener.onComplete();
  }

  /** Writes the end of a call. */
  static void writeClose(ByteBuf out, int number, Status status, Metadata trailers) {
    int at = Frames.begin(out, FrameType.CLOSE, number);
    Frames.writeStatus(out, status);
    Frames.writeMetadata(out, trailers);
    Frames.end(out, at);
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public MethodDescriptor<Q, R> getMethodDescriptor() {
    return method;
  }
}
