package dev.mecha.component.conversation;

import dev.mecha.spi.conversation.Conversation;
import dev.mecha.spi.conversation.ConversationRequest;
import dev.mecha.spi.conversation.ConversationResponse;

/** A model behind the Chat Completions API, whoever serves it. */
final class ChatModel implements Conversation {

  private final ModelSettings settings;
  private final JsonService service;

  /**
   * @param service where requests go
   */
  ChatModel(ModelSettings settings, JsonService service) {
    this.settings = settings;
    this.service = service;
  }

  @Override
  public ConversationResponse converse(ConversationRequest request) throws InterruptedException {
    var answer = service.post(ChatRequest.write(request, settings));
    return ToolDemand.met(request, ChatResponse.read(answer, settings.model()));
  }

  @Override
  public void close() {
    service.close();
  }
}
