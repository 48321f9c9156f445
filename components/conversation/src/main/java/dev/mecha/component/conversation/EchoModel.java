package dev.mecha.component.conversation;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.conversation.Choice;
import dev.mecha.spi.conversation.Conversation;
import dev.mecha.spi.conversation.ConversationRequest;
import dev.mecha.spi.conversation.ConversationResponse;
import dev.mecha.spi.conversation.Message;
import dev.mecha.spi.conversation.Tool;
import dev.mecha.spi.conversation.ToolCall;
import dev.mecha.spi.conversation.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Repeats what was said, one line for each text, and calls every tool that it is offered: for tests
 * of applications. A word counts as a token.
 */
public final class EchoModel implements Conversation {

  private volatile boolean closed;

  /** Makes models of the type {@code conversation.echo}. */
  public static final class Provider implements ComponentProvider<Conversation> {

    /** For the service loader. */
    public Provider() {}

    @Override
    public Class<Conversation> kind() {
      return Conversation.class;
    }

    @Override
    public List<String> types() {
      return List.of("conversation.echo");
    }

    @Override
    public Conversation create(ComponentContext context) {
      return new EchoModel();
    }
  }

  @Override
  public ConversationResponse converse(ConversationRequest request) {
    if (closed) {
      throw new ComponentException("the model is closed");
    }
    var calls = new ArrayList<ToolCall>();
    for (Tool tool : request.tools()) {
      calls.add(
          new ToolCall(
              Integer.toString(calls.size()), tool.name(), String.join(",", arguments(tool))));
    }
    var lines = new ArrayList<String>();
    for (Message message : request.messages()) {
      switch (message) {
        case Message.Said said -> lines.addAll(said.texts());
        case Message.Answered answered -> {
          lines.addAll(answered.texts());
          calls.addAll(answered.toolCalls());
        }
        case Message.ToolResult result ->
            result.texts().forEach(text -> lines.add(result(result, text)));
      }
    }
    String content = String.join("\n", lines);
    long words = content.isBlank() ? 0 : content.strip().split("\\s+").length;
    return new ConversationResponse(
        List.of(new Choice(calls.isEmpty() ? "stop" : "tool_calls", content, calls)),
        "",
        Usage.of(words, words));
  }

  private static String result(Message.ToolResult result, String text) {
    return "Tool Response for tool ID '%s' with name '%s': %s"
        .formatted(result.toolId(), result.name(), text);
  }

  /** The names of a tool's parameters, in the order of the alphabet. */
  private static Iterable<String> arguments(Tool tool) {
    var names = new TreeSet<String>();
    Object properties = tool.parameters().get("properties");
    if (properties instanceof Map<?, ?> map) {
      map.keySet().forEach(name -> names.add(String.valueOf(name)));
    } else if (tool.parameters().containsKey("properties")) {
      throw new ComponentException(
          "the properties of tool " + tool.name() + " (expected: an object of schemas)");
    }
    return names;
  }

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void close() {
    closed = true;
  }
}
