package dev.mecha.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.conversation.Choice;
import dev.mecha.spi.conversation.Conversation;
import dev.mecha.spi.conversation.ConversationRequest;
import dev.mecha.spi.conversation.ConversationResponse;
import dev.mecha.spi.conversation.Message;
import dev.mecha.spi.conversation.Message.Speaker;
import dev.mecha.spi.conversation.Tool;
import dev.mecha.spi.conversation.ToolCall;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of a {@link Conversation} as a suite: extend it in the component's module, say how
 * the model is made, and run it against a server that says {@link #answer()} to every text and
 * calls the first tool that it is offered.
 */
@Timeout(60)
public abstract class ConversationTck {

  private static final Tool TOOL =
      new Tool(
          "weather",
          "Tells the weather",
          Map.of(
              "type",
              "object",
              "properties",
              Map.of("city", Map.of("type", "string", "maxLength", 30.0))));

  /** A folder of this test, made before {@link #metadata()} is asked. */
  @TempDir protected Path folder;

  private Conversation model;

  /**
   * @return a new instance of what makes the model
   */
  protected abstract ComponentProvider<Conversation> provider();

  /**
   * Prepares the engine and says how to connect to it.
   *
   * @return the metadata to connect with
   * @throws Exception if the test fails
   */
  protected abstract Map<String, String> metadata() throws Exception;

  /**
   * What the model says to {@code question}.
   *
   * @return the text
   */
  protected abstract String answer();

  /**
   * @return the model under test, opened before each test
   */
  protected final Conversation model() {
    return model;
  }

  @BeforeEach
  final void openModel() throws Exception {
    ComponentProvider<Conversation> provider = provider();
    model =
        provider.create(
            ComponentContexts.of(provider.types().getFirst(), folder.resolve("home"))
                .name("conversation")
                .metadata(metadata())
                .context());
  }

  @AfterEach
  final void closeModel() {
    model.close();
  }

  private static Message question() {
    return new Message.Said(Speaker.USER, List.of("question"));
  }

  private Choice only(ConversationResponse response) {
    assertThat(response.choices()).hasSize(1);
    return response.choices().getFirst();
  }

  @Test
  void providerIsAServiceWithKindAndTypes() {
    ComponentProvider<Conversation> provider = provider();
    assertThat(provider.kind()).isEqualTo(Conversation.class);
    assertThat(provider.types())
        .isNotEmpty()
        .allSatisfy(
            type ->
                assertThat(type)
                    .startsWith("conversation.")
                    .isEqualTo(type.toLowerCase(Locale.ROOT)));
    assertThat(
            ServiceLoader.load(ComponentProvider.class).stream()
                .map(ServiceLoader.Provider::type)
                .anyMatch(provider.getClass()::equals))
        .isTrue();
  }

  @Test
  void itAnswersAndSaysWhyItStopped() throws InterruptedException {
    ConversationResponse response = model.converse(ConversationRequest.of(List.of(question())));
    Choice choice = only(response);
    assertThat(choice.content()).isEqualTo(answer());
    assertThat(choice.finishReason()).isNotEmpty();
    assertThat(choice.toolCalls()).isEmpty();
  }

  @Test
  void itSaysWhatItCost() throws InterruptedException {
    var usage = model.converse(ConversationRequest.of(List.of(question()))).usage();
    assertThat(usage).isNotNull();
    assertThat(usage.totalTokens()).isEqualTo(usage.promptTokens() + usage.completionTokens());
    assertThat(usage.promptTokens()).isPositive();
  }

  @Test
  void itCallsTools() throws InterruptedException {
    var request =
        new ConversationRequest(
            List.of(question()), List.of(TOOL), "auto", 0.5, Map.of(), null, null);
    assertThat(only(model.converse(request)).toolCalls())
        .singleElement()
        .satisfies(call -> assertThat(call.function()).isEqualTo("weather"));
  }

  @Test
  void itTakesAWholeConversation() throws InterruptedException {
    var request =
        ConversationRequest.of(
            List.of(
                new Message.Said(Speaker.SYSTEM, List.of("Be short.")),
                new Message.Said(Speaker.DEVELOPER, List.of("Be polite.", "Be right.")),
                question(),
                new Message.Answered(
                    List.of("Let me see."),
                    List.of(new ToolCall("call-1", "weather", "{\"city\":\"Ulm\"}"))),
                new Message.ToolResult("call-1", "weather", List.of("sunny"))));
    assertThat(only(model.converse(request)).finishReason()).isNotEmpty();
  }

  @Test
  void manyThreadsAsk() throws Exception {
    VirtualThreads.run(
        8,
        thread ->
            assertThat(only(model.converse(ConversationRequest.of(List.of(question())))).content())
                .isEqualTo(answer()));
  }

  @Test
  void closedModelRefusesCallsAndMayBeClosedAgain() {
    model.close();
    model.close();
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> model.converse(ConversationRequest.of(List.of(question()))));
  }
}
