package dev.mecha.block.crypto;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.pipeline.GrpcStream;
import dev.mecha.protocol.common.v1.StreamPayload;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A message that comes in numbered pieces on a gRPC stream. The next piece is waited for when it is
 * asked for, which holds a fast sender up.
 *
 * @param <Q> the request message
 */
final class PayloadBody<Q> implements Body {

  private final GrpcStream<Q, ?> stream;
  private final Function<Q, @Nullable StreamPayload> payload;
  private final Predicate<Q> hasOptions;
  private @Nullable Q pending;
  private long expected;
  private boolean ended;

  /**
   * @param first the message that began the call; it may hold the first piece
   * @param payload the piece that a message holds
   * @param hasOptions what no other message may
   */
  PayloadBody(
      Q first,
      GrpcStream<Q, ?> stream,
      Function<Q, @Nullable StreamPayload> payload,
      Predicate<Q> hasOptions) {
    this.pending = first;
    this.stream = stream;
    this.payload = payload;
    this.hasOptions = hasOptions;
  }

  @Override
  public long length() {
    return UNKNOWN;
  }

  @Override
  public boolean arrived() {
    return false;
  }

  @Override
  public byte @Nullable [] next() throws InterruptedException {
    while (!ended) {
      Q message = take();
      if (message == null) {
        ended = true;
      } else {
        StreamPayload piece = payload.apply(message);
        if (piece != null) {
          check(piece.getSeq());
          if (!piece.getData().isEmpty()) {
            return piece.getData().toByteArray();
          }
        }
      }
    }
    return null;
  }

  private @Nullable Q take() throws InterruptedException {
    Q first = pending;
    if (first != null) {
      pending = null;
      return first;
    }
    Q message;
    try {
      message = stream.receive();
    } catch (ApiException e) {
      throw new BodyException("error receiving message: " + e.getMessage(), e);
    }
    if (message != null && hasOptions.test(message)) {
      throw new BodyException("options found in non-leading message");
    }
    return message;
  }

  private void check(long number) {
    if (number != expected) {
      throw new BodyException(
          "invalid sequence number received: "
              + Long.toUnsignedString(number)
              + " (expected: "
              + expected
              + ")");
    }
    expected++;
  }

  @Override
  public void close() {
    ended = true;
  }
}
