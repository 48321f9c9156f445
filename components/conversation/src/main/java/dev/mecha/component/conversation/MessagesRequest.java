package dev.mecha.component.conversation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.conversation.ConversationRequest;
import dev.mecha.spi.conversation.Message;
import dev.mecha.spi.conversation.Tool;
import dev.mecha.spi.conversation.ToolCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes requests of the Messages API: the rules stand apart, and two sides take turns. */
final class MessagesRequest {

  /** The API wants a limit; this one is beyond what answers have. */
  private static final int MAX_TOKENS = 4096;

  private static final Duration SHORT_CACHE = Duration.ofMinutes(5);
  private static final String TEXT = "text";

  private final ObjectNode body = JsonService.JSON.createObjectNode();
  private final ArrayNode messages = JsonService.JSON.createArrayNode();
  private final ArrayNode system = JsonService.JSON.createArrayNode();

  private MessagesRequest() {}

  static ObjectNode write(ConversationRequest request, ModelSettings settings) {
    return new MessagesRequest().of(request, settings);
  }

  private ObjectNode of(ConversationRequest request, ModelSettings settings) {
    body.put("model", settings.model());
    body.put("max_tokens", settings.maxTokens() > 0 ? settings.maxTokens() : MAX_TOKENS);
    request.messages().forEach(this::message);
    if (!system.isEmpty()) {
      body.set("system", system);
    }
    body.set("messages", messages);
    if (request.temperature() > 0) {
      body.put("temperature", request.temperature());
    }
    if (!request.tools().isEmpty()) {
      tools(request.tools());
      toolChoice(request.toolChoice());
    }
    String user = request.metadata().get("user_id");
    if (user != null) {
      body.putObject("metadata").put("user_id", user);
    }
    responseFormat(request.responseFormat());
    cache(request.promptCacheRetention());
    return body;
  }

  private void message(Message message) {
    switch (message) {
      case Message.Said(Message.Speaker speaker, List<String> texts) -> {
        if (speaker == Message.Speaker.SYSTEM) {
          texts.forEach(text -> text(system, text));
        } else {
          ArrayNode content = turn("user");
          texts.forEach(text -> text(content, text));
        }
      }
      case Message.Answered(List<String> texts, List<ToolCall> calls) -> {
        ArrayNode content = turn("assistant");
        texts.stream().filter(text -> !text.isEmpty()).forEach(text -> text(content, text));
        calls.forEach(call -> call(content, call));
      }
      case Message.ToolResult(String id, String name, List<String> texts) -> {
        ObjectNode result =
            turn("user").addObject().put("type", "tool_result").put("tool_use_id", id);
        ArrayNode content = result.putArray("content");
        texts.forEach(text -> text(content, text));
      }
    }
  }

  /** Continues the turn of a side, or begins one. */
  private ArrayNode turn(String role) {
    JsonNode last = messages.get(messages.size() - 1);
    if (last != null && last.path("role").asText().equals(role)) {
      return (ArrayNode) last.get("content");
    }
    return messages.addObject().put("role", role).putArray("content");
  }

  private static void text(ArrayNode content, String text) {
    content.addObject().put("type", TEXT).put(TEXT, text);
  }

  private static void call(ArrayNode content, ToolCall call) {
    ObjectNode use =
        content
            .addObject()
            .put("type", "tool_use")
            .put("id", call.id())
            .put("name", call.function());
    try {
      use.set(
          "input",
          call.arguments().isBlank()
              ? JsonService.JSON.createObjectNode()
              : JsonService.JSON.readTree(call.arguments()));
    } catch (JsonProcessingException e) {
      throw new ComponentException(
          "the arguments of the call of " + call.function() + " (expected: a JSON object)", e);
    }
  }

  private void tools(List<Tool> tools) {
    ArrayNode array = body.putArray("tools");
    for (Tool tool : tools) {
      ObjectNode object = array.addObject().put("name", tool.name());
      if (!tool.description().isEmpty()) {
        object.put("description", tool.description());
      }
      ObjectNode schema = Schemas.object(tool.parameters());
      if (!schema.has("type")) {
        schema.put("type", "object");
      }
      object.set("input_schema", schema);
    }
  }

  private void toolChoice(@Nullable String choice) {
    switch (choice) {
      case null -> {}
      case "auto" -> {} // is what the API does anyway
      case "required" -> body.putObject("tool_choice").put("type", "any");
      case "none" -> body.putObject("tool_choice").put("type", "none");
      default -> body.putObject("tool_choice").put("type", "tool").put("name", choice);
    }
  }

  private void responseFormat(@Nullable Map<String, @Nullable Object> format) {
    if (format != null) {
      ObjectNode schema = Schemas.object(format);
      schema.remove(List.of("name", "strict"));
      body.putObject("output_config")
          .putObject("format")
          .put("type", "json_schema")
          .set("schema", schema);
    }
  }

  /** Marks the end of what may be kept: the last that was said. */
  private void cache(@Nullable Duration retention) {
    JsonNode last = messages.path(messages.size() - 1).path("content");
    if (retention != null && last.get(last.size() - 1) instanceof ObjectNode block) {
      block
          .putObject("cache_control")
          .put("type", "ephemeral")
          .put("ttl", retention.compareTo(SHORT_CACHE) > 0 ? "1h" : "5m");
    }
  }
}
