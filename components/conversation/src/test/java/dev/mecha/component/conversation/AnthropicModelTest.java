package dev.mecha.component.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.conversation.Conversation;
import dev.mecha.spi.conversation.ConversationRequest;
import dev.mecha.spi.conversation.Message;
import dev.mecha.spi.conversation.Message.Speaker;
import dev.mecha.spi.conversation.Tool;
import dev.mecha.spi.conversation.ToolCall;
import dev.mecha.spi.conversation.Usage;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.ConversationTck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Messages API as its documentation describes it. */
class AnthropicModelTest extends ConversationTck {

  private static final String KEY = "sk-ant-canary";

  private final StubServer server = new StubServer(AnthropicModelTest::answer);

  @AfterEach
  void stop() {
    server.close();
  }

  private static StubServer.Answer answer(StubServer.Request request) {
    String content =
        request.body().has("tools")
            ? """
            {"type": "tool_use", "id": "toolu_1", "name": "weather", "input": {"city": "Ulm"}}
            """
            : """
            {"type": "thinking", "thinking": "hm", "signature": "s"},
            {"type": "text", "text": "ans"}, {"type": "text", "text": "wer"}
            """;
    return new StubServer.Answer(
        200,
        """
        {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-x",
         "content": [%s], "stop_reason": "end_turn", "stop_sequence": null,
         "usage": {"input_tokens": 5, "cache_creation_input_tokens": 1,
           "cache_read_input_tokens": 3, "output_tokens": 7}}
        """
            .formatted(content));
  }

  @Override
  protected ComponentProvider<Conversation> provider() {
    return new AnthropicModel.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("key", KEY, "endpoint", server.url() + "/v1", "model", "claude-x");
  }

  @Override
  protected String answer() {
    return "answer";
  }

  private static ConversationRequest request(
      List<Message> messages, List<Tool> tools, @Nullable String choice) {
    return new ConversationRequest(messages, tools, choice, 0, Map.of(), null, null);
  }

  private static List<Message> said(String text) {
    return List.of(new Message.Said(Speaker.USER, List.of(text)));
  }

  private void assertBody(String json) throws JsonProcessingException {
    assertThat(server.body()).isEqualTo(JsonService.JSON.readTree(json));
  }

  @Test
  void aRequestHasModelKeyVersionAndMessages() throws Exception {
    var response = model().converse(request(said("q"), List.of(), null));
    assertBody(
        """
        {"model": "claude-x", "max_tokens": 4096, "messages": [
          {"role": "user", "content": [{"type": "text", "text": "q"}]}]}
        """);
    StubServer.Request sent = server.requests().getFirst();
    assertThat(sent.path()).isEqualTo("/v1/messages");
    assertThat(sent.header("X-api-key")).isEqualTo(KEY);
    assertThat(sent.header("Anthropic-version")).isEqualTo("2023-06-01");
    assertThat(response.model()).isEqualTo("claude-x");
    assertThat(response.choices().getFirst().finishReason()).isEqualTo("end_turn");
    assertThat(response.usage())
        .isEqualTo(new Usage(7, 9, 16, null, new Usage.PromptDetails(0, 3)));
  }

  @Test
  void twoSidesTakeTurnsAndTheRulesStandApart() throws Exception {
    model()
        .converse(
            request(
                List.of(
                    new Message.Said(Speaker.SYSTEM, List.of("rule")),
                    new Message.Said(Speaker.DEVELOPER, List.of("d")),
                    new Message.Said(Speaker.USER, List.of("u")),
                    new Message.Answered(
                        List.of("a"), List.of(new ToolCall("1", "f", "{\"x\":2}"))),
                    new Message.ToolResult("1", "f", List.of("r")),
                    new Message.Said(Speaker.USER, List.of("v"))),
                List.of(),
                null));
    assertBody(
        """
        {"model": "claude-x", "max_tokens": 4096,
         "system": [{"type": "text", "text": "rule"}],
         "messages": [
          {"role": "user", "content": [{"type": "text", "text": "d"},
            {"type": "text", "text": "u"}]},
          {"role": "assistant", "content": [{"type": "text", "text": "a"},
            {"type": "tool_use", "id": "1", "name": "f", "input": {"x": 2}}]},
          {"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": "1",
              "content": [{"type": "text", "text": "r"}]},
            {"type": "text", "text": "v"}]}]}
        """);
  }

  @Test
  void whatIsAskedForGoesAlong() throws Exception {
    model()
        .converse(
            new ConversationRequest(
                said("q"),
                List.of(new Tool("weather", "Tells it", Map.of("properties", Map.of()))),
                "weather",
                0.5,
                Map.of("user_id", "u", "other", "x"),
                Map.of("type", "object", "name", "person"),
                Duration.ofHours(1)));
    assertBody(
        """
        {"model": "claude-x", "max_tokens": 4096, "temperature": 0.5,
         "messages": [{"role": "user", "content": [{"type": "text", "text": "q",
           "cache_control": {"type": "ephemeral", "ttl": "1h"}}]}],
         "tools": [{"name": "weather", "description": "Tells it",
           "input_schema": {"properties": {}, "type": "object"}}],
         "tool_choice": {"type": "tool", "name": "weather"},
         "metadata": {"user_id": "u"},
         "output_config": {"format": {"type": "json_schema", "schema": {"type": "object"}}}}
        """);
  }

  @ParameterizedTest
  @CsvSource({"auto,", "required, any", "none, none"})
  void theToolMayBeLeftToTheModel(String choice, @Nullable String type) throws Exception {
    model().converse(request(said("q"), List.of(new Tool("weather", "", Map.of())), choice));
    assertThat(server.body().at("/tool_choice/type").asText(null)).isEqualTo(type);
  }

  @Test
  void withoutToolsThereIsNoChoice() throws Exception {
    model().converse(request(said("q"), List.of(), "none"));
    assertThat(server.body().has("tool_choice")).isFalse();
  }

  @Test
  void aCallHasItsArgumentsAsJson() throws Exception {
    var response =
        model().converse(request(said("q"), List.of(new Tool("weather", "", Map.of())), null));
    assertThat(response.choices().getFirst().toolCalls())
        .containsExactly(new ToolCall("toolu_1", "weather", "{\"city\":\"Ulm\"}"));
    var damaged =
        List.<Message>of(
            new Message.Answered(List.of(), List.of(new ToolCall("1", "weather", "{"))));
    assertThatThrownBy(() -> model().converse(request(damaged, List.of(), null)))
        .isInstanceOf(ComponentException.class)
        .hasMessage("the arguments of the call of weather (expected: a JSON object)");
  }

  @Test
  void whatGoesWrongIsSaidWithoutTheKey() {
    server.answer(
        401,
        """
        {"type": "error", "error": {"type": "authentication_error",
          "message": "invalid x-api-key sk-ant-canary"}}
        """);
    assertThatThrownBy(() -> model().converse(request(said("q"), List.of(), null)))
        .isInstanceOf(ComponentException.class)
        .hasMessage("API returned unexpected status code: 401: invalid x-api-key (hidden)");
    server.answer(200, "{}");
    assertThatThrownBy(() -> model().converse(request(said("q"), List.of(), null)))
        .hasMessage("empty response from model");
  }

  @Test
  void inFoundryTheEndpointMustBeSaid() {
    assertThatThrownBy(
            () ->
                provider()
                    .create(
                        ComponentContexts.of("conversation.anthropic", folder)
                            .metadata(Map.of("key", KEY, "apiType", "foundry"))
                            .context()))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessage("endpoint must be provided when apiType is set to 'foundry'");
  }
}
