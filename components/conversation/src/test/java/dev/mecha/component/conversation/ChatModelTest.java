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
import dev.mecha.tck.TckClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Chat Completions API as its documentation describes it. */
class ChatModelTest extends ConversationTck {

  private static final String KEY = "sk-canary";

  private final StubServer server = new StubServer(ChatModelTest::answer);

  @AfterEach
  void stop() {
    server.close();
  }

  private static StubServer.Answer answer(StubServer.Request request) {
    String message =
        request.body().has("tools")
            ? """
            {"role": "assistant", "content": null, "tool_calls": [{"id": "call_1",
              "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}
            """
            : """
            {"role": "assistant", "content": "answer", "refusal": null}
            """;
    return new StubServer.Answer(
        200,
        """
        {"id": "chatcmpl-1", "object": "chat.completion", "model": "gpt-5-nano-2025",
         "choices": [{"index": 0, "message": %s, "logprobs": null, "finish_reason": "stop"}],
         "usage": {"prompt_tokens": 9, "completion_tokens": 12, "total_tokens": 21,
           "prompt_tokens_details": {"cached_tokens": 4, "audio_tokens": 0},
           "completion_tokens_details": {"reasoning_tokens": 7, "audio_tokens": 0,
             "accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0}}}
        """
            .formatted(message));
  }

  @Override
  protected ComponentProvider<Conversation> provider() {
    return new ChatServices.OpenAi();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("key", KEY, "endpoint", server.url() + "/v1/", "model", "gpt-x");
  }

  @Override
  protected String answer() {
    return "answer";
  }

  private static ConversationRequest said(String text) {
    return ConversationRequest.of(List.of(new Message.Said(Speaker.USER, List.of(text))));
  }

  private void assertBody(String json) throws JsonProcessingException {
    assertThat(server.body()).isEqualTo(JsonService.JSON.readTree(json));
  }

  @Test
  void aRequestHasModelKeyAndMessages() throws Exception {
    var response = model().converse(said("question"));
    assertBody("{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"question\"}]}");
    StubServer.Request request = server.requests().getFirst();
    assertThat(request.path()).isEqualTo("/v1/chat/completions");
    assertThat(request.header("Authorization")).isEqualTo("Bearer " + KEY);
    assertThat(response.model()).isEqualTo("gpt-x");
    assertThat(response.usage())
        .isEqualTo(
            new Usage(
                12, 9, 21, new Usage.CompletionDetails(0, 0, 7, 0), new Usage.PromptDetails(0, 4)));
  }

  @Test
  void aConversationKeepsItsRoles() throws Exception {
    model()
        .converse(
            ConversationRequest.of(
                List.of(
                    new Message.Said(Speaker.SYSTEM, List.of("s")),
                    new Message.Said(Speaker.DEVELOPER, List.of("d", "e")),
                    new Message.Answered(List.of(), List.of(new ToolCall("1", "f", "{}"))),
                    new Message.ToolResult("1", "f", List.of("r")),
                    new Message.Answered(List.of("a"), List.of()))));
    assertBody(
        """
        {"model": "gpt-x", "messages": [
          {"role": "system", "content": "s"},
          {"role": "user", "content": [{"type": "text", "text": "d"},
            {"type": "text", "text": "e"}]},
          {"role": "assistant", "content": null, "tool_calls": [
            {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
          {"role": "tool", "tool_call_id": "1", "content": "r"},
          {"role": "assistant", "content": "a"}]}
        """);
  }

  @Test
  void whatIsAskedForGoesAlong() throws Exception {
    Map<String, @Nullable Object> format = new HashMap<>();
    format.put("type", "object");
    format.put("name", "person");
    format.put("strict", true);
    format.put("properties", Map.of("age", Map.of("type", "integer", "minimum", 3.0)));
    model()
        .converse(
            new ConversationRequest(
                said("q").messages(),
                List.of(new Tool("weather", "Tells it", Map.of("type", "object"))),
                "weather",
                0.5,
                Map.of("team", "a"),
                format,
                Duration.ofHours(24)));
    assertBody(
        """
        {"model": "gpt-x", "messages": [{"role": "user", "content": "q"}],
         "temperature": 0.5,
         "tools": [{"type": "function", "function": {"name": "weather",
           "description": "Tells it", "parameters": {"type": "object"}}}],
         "tool_choice": {"type": "function", "function": {"name": "weather"}},
         "response_format": {"type": "json_schema", "json_schema": {"name": "person",
           "strict": true, "schema": {"type": "object",
             "properties": {"age": {"type": "integer", "minimum": 3}}}}},
         "metadata": {"team": "a"},
         "prompt_cache_retention": "24h"}
        """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "none", "required"})
  void theToolMayBeLeftToTheModel(String choice) throws Exception {
    model()
        .converse(
            new ConversationRequest(
                said("q").messages(),
                List.of(new Tool("weather", "", Map.of())),
                choice,
                0,
                Map.of(),
                null,
                null));
    assertThat(server.body().get("tool_choice").asText()).isEqualTo(choice);
    assertThat(server.body().at("/tools/0/function").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401|{\"error\":{\"message\":\"Incorrect API key: sk-canary\",\"type\":\"x\"}}"
            + "|API returned unexpected status code: 401: Incorrect API key: (hidden)",
        "404|{\"error\":\"model not found\"}"
            + "|API returned unexpected status code: 404: model not found",
        "500|oops|API returned unexpected status code: 500",
        "200|oops|(server): the answer is no JSON",
        "200|{}|empty response from model"
      })
  void whatGoesWrongIsSaidWithoutTheKey(int status, String body, String message) {
    server.answer(status, body);
    assertThatThrownBy(() -> model().converse(said("q")))
        .isInstanceOf(ComponentException.class)
        .hasMessage(message.replace("(server)", server.authority()));
    assertThat(model().toString()).doesNotContain(KEY);
  }

  @Test
  void aModelThatHangsEndsWithAnInterrupt() throws InterruptedException {
    server.hang();
    var caller = Thread.currentThread();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                server.awaitRequest();
                caller.interrupt();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    assertThatThrownBy(() -> model().converse(said("q"))).isInstanceOf(InterruptedException.class);
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws InterruptedException {
    server.close();
    assertThatThrownBy(() -> model().converse(said("q")))
        .isInstanceOf(ComponentException.class)
        .hasMessage(server.authority() + ": cannot be reached");
  }

  @Test
  void aDemandForAToolMustBeMet() {
    server.answer(200, "{\"choices\":[{\"message\":{\"content\":\"\"}}]}");
    var request =
        new ConversationRequest(
            said("q").messages(),
            List.of(new Tool("weather", "", Map.of())),
            "required",
            0,
            Map.of(),
            null,
            null);
    assertThatThrownBy(() -> model().converse(request))
        .hasMessage(
            "LLM returned empty response with no tool calls despite 1 tools being available");
  }

  @Test
  void aFinishWithoutReasonIsUnknown() throws InterruptedException {
    server.answer(200, "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}");
    var response = model().converse(said("q"));
    assertThat(response.choices().getFirst().finishReason()).isEqualTo("unknown");
    assertThat(response.usage()).isNull();
  }

  private Conversation open(
      ComponentProvider<Conversation> provider, TckClock clock, String... fields)
      throws InterruptedException {
    var metadata = new HashMap<String, String>();
    for (int i = 0; i < fields.length; i += 2) {
      metadata.put(fields[i], fields[i + 1]);
    }
    return provider.create(
        ComponentContexts.of(provider.types().getFirst(), folder)
            .metadata(metadata)
            .clock(clock)
            .context());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cacheTTL", "responseCacheTTL"})
  void anAnswerIsGivenAgainForAWhile(String field) throws InterruptedException {
    var clock = new TckClock();
    try (var cached = open(provider(), clock, "key", KEY, "endpoint", server.url(), field, "10m")) {
      var first = cached.converse(said("q"));
      clock.advance(Duration.ofMinutes(9));
      assertThat(cached.converse(said("q"))).isEqualTo(first);
      assertThat(server.requests()).hasSize(1);
      cached.converse(said("other"));
      assertThat(server.requests()).hasSize(2);
      clock.advance(Duration.ofMinutes(1));
      cached.converse(said("q"));
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void inAzureTheModelIsADeployment() throws InterruptedException {
    String[] fields = {
      "key", KEY, "endpoint", server.url(), "apiType", "Azure", "apiVersion", "2025-01-01-preview"
    };
    try (var azure = open(provider(), new TckClock(), fields)) {
      azure.converse(said("q"));
    }
    StubServer.Request request = server.requests().getFirst();
    assertThat(request.path())
        .isEqualTo(
            "/openai/deployments/gpt-4.1-nano/chat/completions?api-version=2025-01-01-preview");
    assertThat(request.header("Api-key")).isEqualTo(KEY);
    assertThatThrownBy(() -> open(provider(), new TckClock(), "key", KEY, "apiType", "azure"))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessage("endpoint and apiVersion must be provided when apiType is set to 'azure'");
  }

  @Test
  void otherServersHaveTheirOwnModels() throws InterruptedException {
    var models =
        Map.of(
            new ChatServices.DeepSeek(), "deepseek-chat",
            new ChatServices.Mistral(), "open-mistral-7b",
            new ChatServices.HuggingFace(), "deepseek-ai/DeepSeek-R1-Distill-Qwen-32B",
            new ChatServices.Ollama(), "llama3.2:latest");
    for (var entry : models.entrySet()) {
      try (var other =
          open(
              entry.getKey(),
              new TckClock(),
              "key",
              KEY,
              "endpoint",
              server.url(),
              "maxTokens",
              "7")) {
        other.converse(said("q"));
      }
      var body = server.requests().getLast().body();
      assertThat(body.get("model").asText()).isEqualTo(entry.getValue());
      assertThat(body.get("max_tokens").asInt()).isEqualTo(7);
    }
  }
}
