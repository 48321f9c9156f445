package dev.mecha.block;

import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC call whose messages are there from the start, and what was sent back.
 *
 * @param <Q> the request message
 * @param <R> the response message
 */
public final class FakeGrpcCall<Q, R> extends FakeGrpcExchange implements GrpcStream<Q, R> {

  /** What was sent back. */
  public final List<R> sent = new ArrayList<>();

  private final Deque<Q> messages;

  /** Whether the caller never says anything. */
  public boolean mute;

  /**
   * @param endpoint what the call was matched to
   * @param messages of the caller
   */
  public FakeGrpcCall(Endpoint endpoint, List<Q> messages) {
    super(endpoint);
    this.messages = new ArrayDeque<>(messages);
  }

  @Override
  public @Nullable Q receive() {
    return messages.poll();
  }

  @Override
  public boolean arrived() {
    return !mute;
  }

  @Override
  public boolean awaitMore(Duration atMost) {
    return !mute;
  }

  @Override
  public void send(R message) {
    sent.add(message);
  }
}
