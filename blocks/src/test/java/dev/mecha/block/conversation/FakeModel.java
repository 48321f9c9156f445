package dev.mecha.block.conversation;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.conversation.Choice;
import dev.mecha.spi.conversation.Conversation;
import dev.mecha.spi.conversation.ConversationRequest;
import dev.mecha.spi.conversation.ConversationResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model that says what it is told to, and remembers what it was asked. */
public final class FakeModel implements Conversation {

  /** Every request. */
  public final List<ConversationRequest> requests = new ArrayList<>();

  /** The names of the threads of the calls. */
  public final List<String> threads = new ArrayList<>();

  /** What it says. */
  public ConversationResponse response =
      new ConversationResponse(List.of(new Choice("stop", "hello", List.of())), "", null);

  /** Thrown by every call if set. */
  public @Nullable ComponentException failure;

  /** Whether it was closed. */
  public boolean closed;

  private final boolean neverHolds;

  /**
   * @param neverHolds whether it may be called on any thread
   */
  public FakeModel(boolean neverHolds) {
    this.neverHolds = neverHolds;
  }

  @Override
  public ConversationResponse converse(ConversationRequest request) {
    requests.add(request);
    ping();
    return response;
  }

  @Override
  public void ping() {
    threads.add(Thread.currentThread().getName());
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public boolean neverHoldsCarrier() {
    return neverHolds;
  }

  @Override
  public void close() {
    closed = true;
  }
}
