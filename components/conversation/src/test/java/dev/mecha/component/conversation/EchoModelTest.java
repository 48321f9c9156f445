package dev.mecha.component.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.conversation.Choice;
import dev.mecha.spi.conversation.Conversation;
import dev.mecha.spi.conversation.ConversationRequest;
import dev.mecha.spi.conversation.Message;
import dev.mecha.spi.conversation.Message.Speaker;
import dev.mecha.spi.conversation.Tool;
import dev.mecha.spi.conversation.ToolCall;
import dev.mecha.spi.conversation.Usage;
import dev.mecha.tck.ConversationTck;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EchoModelTest extends ConversationTck {

  @Override
  protected ComponentProvider<Conversation> provider() {
    return new EchoModel.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("key", "ignored");
  }

  @Override
  protected String answer() {
    return "question";
  }

  @Test
  void everythingIsRepeatedOnALineOfItsOwn() throws InterruptedException {
    var call = new ToolCall("c", "f", "{}");
    var response =
        model()
            .converse(
                ConversationRequest.of(
                    List.of(
                        new Message.Said(Speaker.SYSTEM, List.of("a b", "c")),
                        new Message.Answered(List.of("d"), List.of(call)),
                        new Message.ToolResult("id", "name", List.of("e")))));
    assertThat(response.choices())
        .containsExactly(
            new Choice(
                "tool_calls",
                "a b\nc\nd\nTool Response for tool ID 'id' with name 'name': e",
                List.of(call)));
    assertThat(response.model()).isEmpty();
    assertThat(response.usage()).isEqualTo(Usage.of(14, 14));
  }

  @Test
  void everyToolIsCalledWithTheNamesOfItsParameters() throws InterruptedException {
    var tool = new Tool("t", "", Map.of("properties", Map.of("z", Map.of(), "a", Map.of())));
    var request =
        new ConversationRequest(
            List.of(new Message.Said(Speaker.USER, List.of("x"))),
            List.of(tool, new Tool("u", "", Map.of())),
            "auto",
            0,
            Map.of(),
            null,
            null);
    assertThat(model().converse(request).choices().getFirst().toolCalls())
        .containsExactly(new ToolCall("0", "t", "a,z"), new ToolCall("1", "u", ""));
  }

  @Test
  void nothingIsNothing() throws InterruptedException {
    var response = model().converse(ConversationRequest.of(List.of()));
    assertThat(response.choices()).containsExactly(new Choice("stop", "", List.of()));
    assertThat(response.usage()).isEqualTo(Usage.of(0, 0));
  }
}
