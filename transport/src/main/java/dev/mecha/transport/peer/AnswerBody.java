package dev.mecha.transport.peer;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.protocol.common.v1.StreamPayload;
import dev.mecha.protocol.internals.v1.InternalInvokeResponseStream;
import org.jspecify.annotations.Nullable;

/** The body of an answer that comes in pieces. */
final class AnswerBody implements Body {

  private final Replies<InternalInvokeResponseStream> answer;
  private final long announced;
  private final Runnable end;
  private @Nullable InternalInvokeResponseStream pending;
  private long expected;

  /**
   * @param first the message that began the answer; it may hold the first piece
   * @param announced the length that the application told, or {@link Body#UNKNOWN}
   * @param end gives up the call
   */
  AnswerBody(
      Replies<InternalInvokeResponseStream> answer,
      InternalInvokeResponseStream first,
      long announced,
      Runnable end) {
    this.answer = answer;
    this.pending = first;
    this.announced = announced;
    this.end = end;
  }

  @Override
  public long length() {
    if (announced != UNKNOWN) {
      return announced;
    }
    InternalInvokeResponseStream first = pending;
    // Only while nothing has been taken: the length is that of the whole.
    return first != null && answer.isComplete()
        ? first.getPayload().getData().size() + answer.waiting(m -> m.getPayload().getData().size())
        : UNKNOWN;
  }

  @Override
  public boolean arrived() {
    return answer.isComplete();
  }

  @Override
  public byte @Nullable [] next() throws InterruptedException {
    while (true) {
      InternalInvokeResponseStream message = pending;
      pending = null;
      if (message == null) {
        message = answer.next();
        if (message == null) {
          return null;
        }
        if (message.hasResponse()) {
          throw new BodyException("response metadata found in non-leading chunk");
        }
      }
      if (message.hasPayload()) {
        byte[] piece = checked(message.getPayload());
        if (piece.length > 0) {
          return piece;
        }
      }
    }
  }

  private byte[] checked(StreamPayload payload) {
    if (payload.getSeq() != expected) {
      throw new BodyException(
          "invalid sequence number received: %d (expected: %d)"
              .formatted(payload.getSeq(), expected));
    }
    expected++;
    return payload.getData().toByteArray();
  }

  @Override
  public void close() {
    end.run();
  }
}
