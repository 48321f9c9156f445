package dev.mecha.block.conversation.model;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.spi.conversation.Conversation;
import dev.mecha.spi.conversation.ConversationRequest;
import dev.mecha.spi.conversation.ConversationResponse;

/**
 * Calls a model that may hold its thread away from the threads that serve the network.
 *
 * @param inner what is decorated
 * @param offload where it is called
 */
record OffloadedConversation(Conversation inner, Offload offload) implements Conversation {

  @Override
  public ConversationResponse converse(ConversationRequest request) throws InterruptedException {
    return offload.call(() -> inner.converse(request));
  }

  @Override
  public void ping() throws InterruptedException {
    offload.call(
        () -> {
          inner.ping();
          return true;
        });
  }

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void close() {
    inner.close();
  }
}
