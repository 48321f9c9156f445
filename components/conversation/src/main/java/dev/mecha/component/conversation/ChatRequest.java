package dev.mecha.component.conversation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mecha.spi.conversation.ConversationRequest;
import dev.mecha.spi.conversation.Message;
import dev.mecha.spi.conversation.Tool;
import dev.mecha.spi.conversation.ToolCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes requests of the Chat Completions API. */
final class ChatRequest {

  private static final String FUNCTION = "function";
  private static final List<String> SCHEMA_DETAILS = List.of("name", "description", "strict");

  private final ObjectNode body = JsonService.JSON.createObjectNode();

  private ChatRequest() {}

  static ObjectNode write(ConversationRequest request, ModelSettings settings) {
    var out = new ChatRequest();
    out.body.put("model", settings.model());
    out.messages(request.messages());
    if (request.temperature() > 0) {
      out.body.put("temperature", request.temperature());
    }
    if (settings.maxTokens() > 0) {
      out.body.put("max_tokens", settings.maxTokens());
    }
    out.tools(request.tools());
    out.toolChoice(request.toolChoice());
    out.responseFormat(request.responseFormat());
    if (!request.metadata().isEmpty()) {
      out.body.set("metadata", Schemas.object(request.metadata()));
    }
    Duration retention = request.promptCacheRetention();
    if (retention != null) {
      out.body.put("prompt_cache_retention", text(retention));
    }
    return out.body;
  }

  private void messages(List<Message> messages) {
    ArrayNode array = body.putArray("messages");
    for (Message message : messages) {
      switch (message) {
        case Message.Said said ->
            content(
                array
                    .addObject()
                    .put("role", said.speaker() == Message.Speaker.SYSTEM ? "system" : "user"),
                said.texts());
        case Message.Answered answered -> answered(array.addObject(), answered);
        case Message.ToolResult result ->
            result
                .texts()
                .forEach(
                    text ->
                        array
                            .addObject()
                            .put("role", "tool")
                            .put("tool_call_id", result.toolId())
                            .put("content", text));
      }
    }
  }

  /** A single text goes as it is, several in their parts. */
  private static void content(ObjectNode message, List<String> texts) {
    if (texts.size() == 1) {
      message.put("content", texts.getFirst());
      return;
    }
    ArrayNode parts = message.putArray("content");
    texts.forEach(text -> parts.addObject().put("type", "text").put("text", text));
  }

  private static void answered(ObjectNode message, Message.Answered answered) {
    message.put("role", "assistant");
    if (answered.texts().isEmpty()) {
      message.putNull("content");
    } else {
      content(message, answered.texts());
    }
    if (answered.toolCalls().isEmpty()) {
      return;
    }
    ArrayNode calls = message.putArray("tool_calls");
    for (ToolCall call : answered.toolCalls()) {
      calls
          .addObject()
          .put("id", call.id())
          .put("type", FUNCTION)
          .putObject(FUNCTION)
          .put("name", call.function())
          .put("arguments", call.arguments());
    }
  }

  private void tools(List<Tool> tools) {
    if (tools.isEmpty()) {
      return;
    }
    ArrayNode array = body.putArray("tools");
    for (Tool tool : tools) {
      ObjectNode function =
          array.addObject().put("type", FUNCTION).putObject(FUNCTION).put("name", tool.name());
      if (!tool.description().isEmpty()) {
        function.put("description", tool.description());
      }
      if (!tool.parameters().isEmpty()) {
        function.set("parameters", Schemas.object(tool.parameters()));
      }
    }
  }

  private void toolChoice(@Nullable String choice) {
    switch (choice) {
      case null -> {}
      case "auto", "none", "required" -> body.put("tool_choice", choice);
      default ->
          body.putObject("tool_choice")
              .put("type", FUNCTION)
              .putObject(FUNCTION)
              .put("name", choice);
    }
  }

  /** The schema's name and how strictly it is meant stand beside it in this API. */
  private void responseFormat(@Nullable Map<String, @Nullable Object> format) {
    if (format == null) {
      return;
    }
    ObjectNode schema = Schemas.object(format);
    ObjectNode details =
        body.putObject("response_format").put("type", "json_schema").putObject("json_schema");
    details.put("name", "response");
    for (String detail : SCHEMA_DETAILS) {
      if (schema.path(detail).isValueNode()) {
        details.set(detail, schema.get(detail));
      }
    }
    schema.remove(List.of("name", "strict"));
    details.set("schema", schema);
  }

  /** Such as {@code 24h}, as the API wants it. */
  private static String text(Duration retention) {
    return retention.toSecondsPart() == 0 && retention.toMinutesPart() == 0
        ? retention.toHours() + "h"
        : retention.toSeconds() + "s";
  }
}
