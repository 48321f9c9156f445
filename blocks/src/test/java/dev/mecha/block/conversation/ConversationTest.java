package dev.mecha.block.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.block.FakeGrpcCall;
import dev.mecha.block.FakeHttpExchange;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.protocol.runtime.v1.ConversationInput;
import dev.mecha.protocol.runtime.v1.ConversationRequest;
import dev.mecha.protocol.runtime.v1.ConversationResponse;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.conversation.Choice;
import dev.mecha.spi.conversation.Conversation;
import dev.mecha.spi.conversation.Message;
import dev.mecha.spi.conversation.Message.Speaker;
import dev.mecha.spi.conversation.Tool;
import dev.mecha.spi.conversation.ToolCall;
import dev.mecha.spi.conversation.Usage;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversationTest {

  private static final String USER =
      "\"inputs\":[{\"messages\":[{\"ofUser\":{\"content\":[{\"text\":\"hi\"}]}}]}]";

  private final FakeModel model = new FakeModel(true);
  private final Registry<Conversation> registry = new Registry<>(Duration.ofSeconds(1));
  private final List<String> measured = new ArrayList<>();
  private final ConversationBlock block =
      new ConversationBlock(registry, (name, ok, nanos) -> measured.add(name + " " + ok));

  @BeforeEach
  void fill() throws InterruptedException {
    registry.put("llm", model);
  }

  private FakeHttpExchange post(String version, String name, String body)
      throws InterruptedException {
    var route =
        block.httpRoutes().stream()
            .filter(r -> r.pattern().startsWith("/v1.0-" + version))
            .findFirst()
            .orElseThrow();
    var exchange = new FakeHttpExchange(route);
    exchange.path.put("name", name);
    exchange.body = body.getBytes(UTF_8);
    return exchange.run();
  }

  private String alpha2(String body) throws InterruptedException {
    return post("alpha2", "llm", body).text();
  }

  private static Message said(Speaker speaker, String... texts) {
    return new Message.Said(speaker, List.of(texts));
  }

  @Test
  void theFirstVersionHasTextsAndRoles() throws InterruptedException {
    String answer =
        post(
                "alpha1",
                "llm",
                """
                {"contextID": "c", "temperature": 0.5, "unknown": 1, "inputs": [
                  {"content": "a"}, {"content": "b", "role": "system"},
                  {"content": "c", "role": "assistant"}, {"content": "d", "role": "tool"}],
                 "parameters": {"p": {"@type": "type.googleapis.com/google.protobuf.Int64Value",
                   "value": "3"}}}
                """)
            .text();
    assertThat(answer)
        .isEqualTo(
            "{\"contextID\":\"c\",\"outputs\":[{\"result\":\"hello\",\"parameters\":{\"p\":"
                + "{\"@type\":\"type.googleapis.com/google.protobuf.Int64Value\",\"value\":\"3\"}"
                + "}}]}");
    var request = model.requests.getFirst();
    assertThat(request.messages())
        .containsExactly(
            said(Speaker.USER, "a"),
            said(Speaker.SYSTEM, "b"),
            new Message.Answered(List.of("c"), List.of()),
            said(Speaker.USER, "d"));
    assertThat(request.temperature()).isEqualTo(0.5);
    assertThat(measured).containsExactly("llm true");
  }

  @Test
  void theSecondVersionHasTurnsAndTools() throws InterruptedException {
    String answer =
        alpha2(
            """
            {"contextId": "c", "temperature": 1, "promptCacheRetention": "90s",
             "metadata": {"m": "n"},
             "inputs": [{"messages": [
               {"ofDeveloper": {"name": "x", "content": [{"text": "d"}, {"text": "e"}]}},
               {"ofSystem": {"content": [{"text": "s"}]}},
               {"ofUser": {"content": [{"text": "u"}]}},
               {"ofAssistant": {"content": [{"text": "a"}], "toolCalls": [
                 {"id": "1", "function": {"name": "f", "arguments": "{}"}}]}},
               {"ofTool": {"toolId": "1", "name": "f", "content": [{"text": "r"}]}}]}],
             "tools": [{"function": {"name": "f", "description": "does",
               "parameters": {"type": "object", "n": 1, "l": [true, null]}}}],
             "toolChoice": "f",
             "responseFormat": {"type": "object"}}
            """);
    assertThat(answer)
        .isEqualTo(
            "{\"contextId\":\"c\",\"outputs\":[{\"choices\":[{\"finishReason\":\"stop\","
                + "\"message\":{\"content\":\"hello\"}}]}]}");
    var request = model.requests.getFirst();
    assertThat(request.messages())
        .containsExactly(
            said(Speaker.DEVELOPER, "d", "e"),
            said(Speaker.SYSTEM, "s"),
            said(Speaker.USER, "u"),
            new Message.Answered(List.of("a"), List.of(new ToolCall("1", "f", "{}"))),
            new Message.ToolResult("1", "f", List.of("r")));
    assertThat(request.tools()).extracting(Tool::name).containsExactly("f");
    assertThat(request.tools().getFirst().parameters()).containsEntry("n", 1.0).containsKey("l");
    assertThat(request.toolChoice()).isEqualTo("f");
    assertThat(request.responseFormat()).isEqualTo(Map.of("type", "object"));
    assertThat(request.promptCacheRetention()).isEqualTo(Duration.ofSeconds(90));
    assertThat(request.metadata()).isEqualTo(Map.of("m", "n"));
  }

  @Test
  void everythingThatAModelSaysIsInTheAnswer() throws InterruptedException {
    model.response =
        new dev.mecha.spi.conversation.ConversationResponse(
            List.of(
                new Choice("tool_calls", "", List.of(new ToolCall("1", "f", "{}"))),
                new Choice("length", "b", List.of(new ToolCall("", "g", "")))),
            "gpt",
            new Usage(
                1, 2, 3, new Usage.CompletionDetails(4, 5, 6, 7), new Usage.PromptDetails(8, 9)));
    String usage =
        "\"model\":\"gpt\",\"usage\":{\"completionTokens\":\"1\",\"promptTokens\":\"2\","
            + "\"totalTokens\":\"3\",\"completionTokensDetails\":{"
            + "\"acceptedPredictionTokens\":\"4\",\"audioTokens\":\"5\",\"reasoningTokens\":\"6\","
            + "\"rejectedPredictionTokens\":\"7\"},\"promptTokensDetails\":{"
            + "\"audioTokens\":\"8\",\"cachedTokens\":\"9\"}}";
    assertThat(alpha2("{" + USER + "}"))
        .isEqualTo(
            "{\"outputs\":[{\"choices\":[{\"finishReason\":\"tool_calls\",\"message\":{"
                + "\"toolCalls\":[{\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}"
                + "]}}],"
                + usage
                + "},{\"choices\":[{\"finishReason\":\"length\",\"index\":\"1\",\"message\":{"
                + "\"content\":\"b\",\"toolCalls\":[{\"function\":{\"name\":\"g\"}}]}}],"
                + usage
                + "}]}");
  }

  @Test
  void personalDataIsTakenOutWhereThatIsWanted() throws InterruptedException {
    model.response =
        new dev.mecha.spi.conversation.ConversationResponse(
            List.of(new Choice("stop", "mail x@y.org", List.of())), "", null);
    String text = "{\"content\":[{\"text\":\"I am a@b.org\"}]}";
    for (String kind : List.of("ofUser", "ofSystem", "ofDeveloper", "ofAssistant", "ofTool")) {
      String request =
          "{\"inputs\":[{\"scrubPii\":true,\"messages\":[{\"" + kind + "\":" + text + "}]}]}";
      assertThat(alpha2(request)).contains("mail x@y.org");
      assertThat(model.requests.getLast().messages().getFirst().texts())
          .containsExactly("I am <EMAIL_ADDRESS>");
    }
    assertThat(alpha2("{\"scrubPii\":true," + USER + "}"))
        .contains("mail \\u003cEMAIL_ADDRESS\\u003e");
    assertThat(
            post("alpha1", "llm", "{\"scrubPII\":true,\"inputs\":[{\"content\":\"c@d.org\"}]}")
                .text())
        .contains("mail \\u003cEMAIL_ADDRESS\\u003e");
    assertThat(model.requests.getLast().messages().getFirst().texts()).containsExactly("c@d.org");
    post("alpha1", "llm", "{\"inputs\":[{\"scrubPII\":true,\"content\":\"c@d.org\"}]}");
    assertThat(model.requests.getLast().messages().getFirst().texts())
        .containsExactly("<EMAIL_ADDRESS>");
  }

  @Test
  void whoBringsToolsAndSaysNothingLeavesItToTheModel() throws InterruptedException {
    alpha2("{" + USER + ",\"tools\":[{\"function\":{\"name\":\"f\"}}]}");
    assertThat(model.requests.getLast().toolChoice()).isEqualTo("auto");
    alpha2("{" + USER + "}");
    assertThat(model.requests.getLast().toolChoice()).isNull();
    alpha2("{" + USER + ",\"toolChoice\":\"anything\"}");
    assertThat(model.requests.getLast().toolChoice()).isEqualTo("anything");
  }

  private static ApiError error(int status, Code code, String name, String message) {
    return ApiError.simple(status, code, name, ErrorCategory.CONVERSATION, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"inputs\":[{\"messages\":[{}]}]}|message type cannot be nil",
        "{\"inputs\":[{\"messages\":[{\"ofAssistant\":{\"toolCalls\":[{\"id\":\"1\"}]}}]}]}"
            + "|tool types cannot be nil",
        "{\"toolChoice\":\"required\",\"inputs\":[{}]}|tool choice must be 'auto', 'none',"
            + " 'required', or a specific tool name matching the tools available to be used",
        "{\"toolChoice\":\"g\",\"inputs\":[{}],\"tools\":[{\"function\":{\"name\":\"f\"}}]}|tool"
            + " choice selected was not found. It must be 'auto', 'none', 'required', or a"
            + " specific tool name matching the tools available to be used"
      })
  void whatCannotBeIsRefused(String body, String detail) throws InterruptedException {
    assertThat(post("alpha2", "llm", body).error())
        .isEqualTo(
            error(
                400,
                Code.INVALID_ARGUMENT,
                "ERR_CONVERSATION_INVALID_PARMS",
                "failed conversing with component llm: invalid params: " + detail));
    assertThat(model.requests).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"alpha1", "alpha2"})
  void bothVersionsHaveTheSameErrors(String version) throws InterruptedException {
    assertThat(post(version, "none", "{}").error())
        .isEqualTo(
            error(
                400,
                Code.INVALID_ARGUMENT,
                "ERR_CONVERSATION_NOT_FOUND",
                "failed finding conversation component none"));
    assertThat(post(version, "llm", "").error())
        .isEqualTo(
            error(
                400,
                Code.INVALID_ARGUMENT,
                "ERR_CONVERSATION_MISSING_INPUTS",
                "failed conversing with component llm: missing inputs in request"));
    model.failure = new ComponentException("out of words");
    String body = version.equals("alpha1") ? "{\"inputs\":[{}]}" : "{" + USER + "}";
    assertThat(post(version, "llm", body).error())
        .isEqualTo(
            error(
                500,
                Code.INTERNAL,
                "ERR_CONVERSATION_INVOKE",
                "failed conversing with component llm: out of words"));
    assertThat(measured).containsExactly("llm false");
  }

  @Test
  @SuppressWarnings("unchecked") // the descriptor is the same one, types included
  void overGrpcItIsTheSame() throws Exception {
    var method =
        (GrpcMethod<ConversationRequest, ConversationResponse>)
            block.grpcMethods().stream()
                .filter(m -> m.descriptor().equals(DaprGrpc.getConverseAlpha1Method()))
                .findFirst()
                .orElseThrow();
    var request =
        ConversationRequest.newBuilder()
            .setName("llm")
            .addInputs(ConversationInput.newBuilder().setContent("a"))
            .build();
    var answer = method.handler().handle(request, new FakeGrpcCall<>(method.endpoint(), List.of()));
    assertThat(answer.getOutputs(0).getResult()).isEqualTo("hello");
    assertThat(answer.hasContextID()).isFalse();
    assertThat(block.grpcMethods()).hasSize(2);
  }
}
