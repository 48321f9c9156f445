package dev.mecha.component.conversation;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.conversation.Conversation;
import dev.mecha.spi.conversation.ConversationRequest;
import dev.mecha.spi.conversation.ConversationResponse;
import java.util.Map;

/** A model behind Anthropic's Messages API. */
public final class AnthropicModel implements Conversation {

  private static final String PUBLIC = "https://api.anthropic.com/v1";

  private final ModelSettings settings;
  private final JsonService service;

  /** Makes models of the type {@code conversation.anthropic}, at Anthropic or in Foundry. */
  public static final class Provider extends ModelProvider {

    /** For the service loader. */
    public Provider() {
      super(
          "anthropic",
          new ModelSettings.Defaults(PUBLIC, "claude-sonnet-4-20250514", "ANTHROPIC_MODEL", ""));
    }

    @Override
    Conversation connect(ComponentContext context, ModelSettings settings) {
      String type =
          context.metadata().property("apiType").choice("anthropic", "anthropic", "foundry");
      if (type.equals("foundry") && !context.metadata().property("endpoint").isPresent()) {
        throw new InvalidMetadataException(
            "endpoint must be provided when apiType is set to 'foundry'");
      }
      return new AnthropicModel(settings);
    }
  }

  AnthropicModel(ModelSettings settings) {
    this.settings = settings;
    this.service =
        new JsonService(
            settings.endpoint() + "/messages",
            Map.of("x-api-key", settings.key(), "anthropic-version", "2023-06-01"),
            settings.key());
  }

  @Override
  public ConversationResponse converse(ConversationRequest request) throws InterruptedException {
    var answer = service.post(MessagesRequest.write(request, settings));
    return ToolDemand.met(request, MessagesResponse.read(answer, settings.model()));
  }

  @Override
  public void close() {
    service.close();
  }
}
