package dev.mecha.block;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcStream;
import dev.mecha.kernel.trace.TraceContext;
import io.grpc.Metadata;
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
public final class FakeGrpcCall<Q, R> implements GrpcStream<Q, R> {

  /** What was sent back. */
  public final List<R> sent = new ArrayList<>();

  private final Endpoint endpoint;
  private final Deque<Q> messages;

  /** Whether the caller never says anything. */
  public boolean mute;

  /**
   * @param endpoint what the call was matched to
   * @param messages of the caller
   */
  public FakeGrpcCall(Endpoint endpoint, List<Q> messages) {
    this.endpoint = endpoint;
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

  @Override
  public Metadata requestMetadata() {
    return new Metadata();
  }

  @Override
  public Metadata responseMetadata() {
    return new Metadata();
  }

  @Override
  public Protocol protocol() {
    return Protocol.GRPC;
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public String verb() {
    return "POST";
  }

  @Override
  public String path() {
    return endpoint.name();
  }

  @Override
  public @Nullable String requestHeader(String name) {
    return null;
  }

  @Override
  public void removeRequestHeader(String name) {}

  @Override
  public void responseHeader(String name, String value) {}

  @Override
  public void fail(ApiError error) {
    throw new AssertionError(error);
  }

  @Override
  public int status() {
    return 0;
  }

  @Override
  public @Nullable ApiError error() {
    return null;
  }

  @Override
  public long requestSize() {
    return 0;
  }

  @Override
  public long responseSize() {
    return 0;
  }

  @Override
  public TraceContext trace() {
    return TraceContext.NONE;
  }

  @Override
  public void trace(TraceContext trace) {}
}
