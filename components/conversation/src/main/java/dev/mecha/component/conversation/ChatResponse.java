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

/** Reads answers of the Chat Completions API. */
final class ChatResponse {

  private ChatResponse() {}

  static ConversationResponse read(JsonNode body, String model) {
    var choices = new ArrayList<Choice>();
    for (JsonNode choice : body.path("choices")) {
      choices.add(choice(choice));
    }
    if (choices.isEmpty()) {
      throw new ComponentException("empty response from model");
    }
    return new ConversationResponse(choices, model, usage(body.path("usage")));
  }

  private static Choice choice(JsonNode choice) {
    JsonNode message = choice.path("message");
    return new Choice(
        choice.path("finish_reason").asText("unknown"),
        message.path("content").asText(""),
        toolCalls(message.path("tool_calls")));
  }

  private static List<ToolCall> toolCalls(JsonNode calls) {
    var read = new ArrayList<ToolCall>();
    for (JsonNode call : calls) {
      JsonNode function = call.path("function");
      read.add(
          new ToolCall(
              call.path("id").asText(""),
              function.path("name").asText(""),
              function.path("arguments").asText("")));
    }
    return read;
  }

  private static @Nullable Usage usage(JsonNode usage) {
    if (!usage.isObject()) {
      return null;
    }
    return new Usage(
        usage.path("completion_tokens").asLong(),
        usage.path("prompt_tokens").asLong(),
        usage.path("total_tokens").asLong(),
        completionDetails(usage.path("completion_tokens_details")),
        promptDetails(usage.path("prompt_tokens_details")));
  }

  private static Usage.@Nullable CompletionDetails completionDetails(JsonNode details) {
    var read =
        new Usage.CompletionDetails(
            details.path("accepted_prediction_tokens").asLong(),
            details.path("audio_tokens").asLong(),
            details.path("reasoning_tokens").asLong(),
            details.path("rejected_prediction_tokens").asLong());
    return read.equals(new Usage.CompletionDetails(0, 0, 0, 0)) ? null : read;
  }

  private static Usage.@Nullable PromptDetails promptDetails(JsonNode details) {
    var read =
        new Usage.PromptDetails(
            details.path("audio_tokens").asLong(), details.path("cached_tokens").asLong());
    return read.equals(new Usage.PromptDetails(0, 0)) ? null : read;
  }
}
