package dev.mecha.block.conversation.model;

import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.conversation.Conversation;
import dev.mecha.spi.conversation.ConversationRequest;
import dev.mecha.spi.conversation.ConversationResponse;

/**
 * Calls a model under the policies that are written for it.
 *
 * @param inner what is decorated
 * @param guard the policies
 */
record GuardedConversation(Conversation inner, Guard guard) implements Conversation {

  /** What ends a call from outside is shown as the model's failure, as the peer shows it. */
  @Override
  public ConversationResponse converse(ConversationRequest request) throws InterruptedException {
    try {
      return guard.run(() -> inner.converse(request));
    } catch (GuardTimeoutException | CircuitOpenException e) {
      throw new ComponentException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void ping() throws InterruptedException {
    inner.ping();
  }

  @Override
  public boolean neverHoldsCarrier() {
    return inner.neverHoldsCarrier();
  }

  @Override
  public void close() {
    inner.close();
  }
}
