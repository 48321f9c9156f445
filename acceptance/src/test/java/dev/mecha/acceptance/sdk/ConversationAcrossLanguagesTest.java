package dev.mecha.acceptance.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.acceptance.process.ModelServer;
import dev.mecha.acceptance.process.MuteApp;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import io.dapr.client.DaprClientBuilder;
import io.dapr.client.DaprPreviewClient;
import io.dapr.client.domain.ConversationInput;
import io.dapr.client.domain.ConversationInputAlpha2;
import io.dapr.client.domain.ConversationMessageContent;
import io.dapr.client.domain.ConversationRequest;
import io.dapr.client.domain.ConversationRequestAlpha2;
import io.dapr.client.domain.ConversationResultAlpha2;
import io.dapr.client.domain.ConversationTools;
import io.dapr.client.domain.ConversationToolsFunction;
import io.dapr.client.domain.UserMessage;
import io.dapr.config.Properties;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Conversations with the official SDKs; no key of a model is seen anywhere. */
@TestInstance(Lifecycle.PER_CLASS)
class ConversationAcrossLanguagesTest {

  private static final String KEY = "sk-canary-0123456789";
  private static final String WRONG = "sk-wrong-9876543210";

  private Path folder = Path.of("");
  private ModelServer server;
  private MuteApp mute;
  private Sidecar sidecar;
  private DaprPreviewClient client;

  @BeforeAll
  void start(@TempDir Path temporary) {
    folder = temporary;
    server = ModelServer.start(KEY);
    mute = MuteApp.start();
    sidecar =
        Sidecar.in(folder)
            .flags("--log-level=debug", "--enable-api-logging=true")
            .resource(Resources.component("echo", "conversation.echo", "key", "unused"))
            .resource(model("gpt", server.url(), KEY, "cacheTTL", "10m"))
            .resource(model("wrong", server.url(), WRONG, "model", "gpt-x"))
            .resource(model("mute", "http://127.0.0.1:" + mute.port(), KEY, "model", "gpt-x"))
            .resource(
                Resources.resiliency(
                    "policies",
                    """
                      policies:
                        timeouts: {short: 1s}
                      targets:
                        components:
                          mute: {outbound: {timeout: short}}
                    """))
            .start();
    client =
        new DaprClientBuilder()
            .withPropertyOverride(Properties.HTTP_PORT, "" + sidecar.httpPort())
            .withPropertyOverride(Properties.GRPC_PORT, "" + sidecar.grpcPort())
            .buildPreviewClient();
  }

  private static String model(String name, String endpoint, String key, String... more) {
    return Resources.component(
        name, "conversation.openai", "endpoint", endpoint, "key", key, more[0], more[1]);
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
    String metadata = sidecar.send("GET", "/v1.0/metadata", "").body();
    String metrics = sidecar.metrics();
    sidecar.close();
    mute.close();
    server.close();
    for (String output : List.of(sidecar.log(), metadata, metrics)) {
      assertThat(output).doesNotContain(KEY, WRONG);
    }
  }

  private ConversationResultAlpha2 ask(ConversationRequestAlpha2 request) {
    var response = Objects.requireNonNull(client.converseAlpha2(request).block());
    assertThat(response.getOutputs()).hasSize(1);
    return response.getOutputs().getFirst();
  }

  private static ConversationRequestAlpha2 said(String model, String text) {
    var message = new UserMessage(List.of(new ConversationMessageContent(text)));
    return new ConversationRequestAlpha2(
        model, List.of(new ConversationInputAlpha2(List.of(message))));
  }

  @Test
  void javaConverses() {
    var answer = ask(said("echo", "two words").setContextId("c1"));
    var choice = answer.getChoices().getFirst();
    assertThat(choice.getFinishReason()).isEqualTo("stop");
    assertThat(choice.getMessage().getContent()).isEqualTo("two words");
    assertThat(answer.getUsage().getTotalTokens()).isEqualTo(4);
  }

  @Test
  @SuppressWarnings("deprecation") // it is the older version that is tried
  void javaConversesInTheFirstVersion() {
    var first =
        client.converse(new ConversationRequest("echo", List.of(new ConversationInput("hi"))));
    assertThat(
            Objects.requireNonNull(first.block()).getConversationOutputs().getFirst().getResult())
        .isEqualTo("hi");
  }

  @Test
  void javaOffersTools() {
    var tool =
        new ConversationTools(
            new ConversationToolsFunction(
                "weather",
                Map.of("type", "object", "properties", Map.of("city", Map.of("type", "string")))));
    var choice =
        ask(said("echo", "hi").setTools(List.of(tool)).setToolChoice("auto"))
            .getChoices()
            .getFirst();
    assertThat(choice.getFinishReason()).isEqualTo("tool_calls");
    var call = choice.getMessage().getToolCalls().getFirst().getFunction();
    assertThat(call.getName()).isEqualTo("weather");
    assertThat(call.getArguments()).isEqualTo("city");
  }

  @Test
  void aModelIsAskedOnceForTheSameAndPersonalDataIsTakenOut() {
    var request = said("gpt", "How do I reach you?").setScrubPii(true);
    for (int i = 0; i < 3; i++) {
      var answer = ask(request);
      assertThat(answer.getModel()).isEqualTo("gpt-5-nano");
      assertThat(answer.getChoices().getFirst().getMessage().getContent())
          .isEqualTo("Call me at <PHONE_NUMBER>.");
      assertThat(answer.getUsage().getPromptTokens()).isEqualTo(3);
    }
    assertThat(server.requests().stream().filter(body -> body.contains("How do I reach you?")))
        .hasSize(1);
  }

  @Test
  void aKeyThatIsRefusedIsNotShown() {
    assertThatThrownBy(() -> ask(said("wrong", "hi")))
        .hasMessageContaining("failed conversing with component wrong: API returned unexpected")
        .hasMessageContaining("no access for Bearer (hidden)")
        .hasMessageNotContaining(WRONG);
  }

  @Test
  void aModelThatHangsEndsWithItsTimeout() {
    long start = System.nanoTime();
    var answer =
        sidecar.send(
            "POST",
            "/v1.0-alpha2/conversation/mute/converse",
            "{\"inputs\":[{\"messages\":[{\"ofUser\":{\"content\":[{\"text\":\"hi\"}]}}]}]}");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .startsWith(
            "{\"errorCode\":\"ERR_CONVERSATION_INVOKE\",\"message\":\"failed conversing with"
                + " component mute: ");
    assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
  }

  @Test
  @Timeout(300)
  void pythonConverses() {
    Path script = Path.of("src", "test", "python", "converse.py").toAbsolutePath();
    Checks.run(
        4,
        folder,
        Installation.python().toString(),
        script.toString(),
        "" + sidecar.httpPort(),
        "" + sidecar.grpcPort());
  }

  @Test
  void callsAreCounted() {
    ask(said("echo", "count me"));
    assertThat(sidecar.metrics())
        .containsPattern("dapr_component_conversation_count\\{.*component=\"echo\"")
        .containsPattern("dapr_component_conversation_latencies_count\\{.*component=\"echo\"");
  }
}
