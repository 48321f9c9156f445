package dev.mecha.component.conversation;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.conversation.ConversationRequest;
import dev.mecha.spi.conversation.ConversationResponse;

/**
 * A model that was told to call a tool and says nothing at all has failed, and may be asked again.
 */
final class ToolDemand {

  private ToolDemand() {}

  /**
   * @return the response
   * @throws ComponentException if a tool was demanded and there is nothing in it
   */
  static ConversationResponse met(ConversationRequest request, ConversationResponse response) {
    boolean nothing =
        response.choices().stream()
            .allMatch(choice -> choice.content().isEmpty() && choice.toolCalls().isEmpty());
    if (nothing && "required".equals(request.toolChoice()) && !request.tools().isEmpty()) {
      throw new ComponentException(
          "LLM returned empty response with no tool calls despite %d tools being available"
              .formatted(request.tools().size()));
    }
    return response;
  }
}
