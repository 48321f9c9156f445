package dev.mecha.component.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.conversation.Choice;
import dev.mecha.spi.conversation.ConversationResponse;
import dev.mecha.spi.conversation.ToolCall;
import dev.mecha.spi.conversation.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads answers of the Messages API. */
final class MessagesResponse {

  private MessagesResponse() {}

  static ConversationResponse read(JsonNode body, String model) {
    if (!body.path("content").isArray()) {
      throw new ComponentException("empty response from model");
    }
    var text = new StringBuilder();
    var calls = new ArrayList<ToolCall>();
    for (JsonNode block : body.get("content")) {
      switch (block.path("type").asText()) {
        case "text" -> text.append(block.path("text").asText());
        case "tool_use" ->
            calls.add(
                new ToolCall(
                    block.path("id").asText(""),
                    block.path("name").asText(""),
                    block.path("input").toString()));
        default -> {
          // what the model thinks, and what is to come
        }
      }
    }
    return new ConversationResponse(
        List.of(new Choice(body.path("stop_reason").asText("unknown"), text.toString(), calls)),
        model,
        usage(body.path("usage")));
  }

  private static @Nullable Usage usage(JsonNode usage) {
    if (!usage.isObject()) {
      return null;
    }
    long cached = usage.path("cache_read_input_tokens").asLong();
    long prompt =
        usage.path("input_tokens").asLong()
            + cached
            + usage.path("cache_creation_input_tokens").asLong();
    long completion = usage.path("output_tokens").asLong();
    return new Usage(
        completion,
        prompt,
        completion + prompt,
        null,
        cached == 0 ? null : new Usage.PromptDetails(0, cached));
  }
}
