package dev.mecha.block.conversation.model;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.spi.conversation.Conversation;

/** What surrounds a language model, in order, built once when the component is registered. */
public final class ConversationStack {

  private ConversationStack() {}

  /**
   * Surrounds a model.
   *
   * @param model the component
   * @param offload calls a model that may hold its thread
   * @param guard the policies of calls to it; {@link Guard#NONE} costs nothing
   * @return the model as the runtime sees it
   */
  public static Conversation build(Conversation model, Offload offload, Guard guard) {
    // From the engine outwards. First of all it must not hold up the network.
    Conversation stack =
        model.neverHoldsCarrier() ? model : new OffloadedConversation(model, offload);
    return guard.equals(Guard.NONE) ? stack : new GuardedConversation(stack, guard);
  }
}
