package dev.mecha.block.conversation;

import dev.mecha.block.conversation.pii.Scrubber;
import dev.mecha.protocol.runtime.v1.ConversationInputAlpha2;
import dev.mecha.protocol.runtime.v1.ConversationMessage;
import dev.mecha.protocol.runtime.v1.ConversationMessageContent;
import dev.mecha.protocol.runtime.v1.ConversationRequestAlpha2;
import dev.mecha.protocol.runtime.v1.ConversationToolCalls;
import dev.mecha.protocol.runtime.v1.ConversationTools;
import dev.mecha.spi.conversation.ConversationRequest;
import dev.mecha.spi.conversation.Message;
import dev.mecha.spi.conversation.Message.Speaker;
import dev.mecha.spi.conversation.Tool;
import dev.mecha.spi.conversation.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a request of the second version. */
final class Alpha2Request {

  private static final String CHOICES =
      "must be 'auto', 'none', 'required', or a specific tool name matching the tools available to"
          + " be used";

  private final ConversationRequestAlpha2 in;

  private Alpha2Request(ConversationRequestAlpha2 in) {
    this.in = in;
  }

  /**
   * @throws dev.mecha.kernel.error.ApiException if it asks for what cannot be
   */
  static ConversationRequest read(ConversationRequestAlpha2 in) {
    return new Alpha2Request(in).read();
  }

  private ConversationRequest read() {
    if (in.getInputsCount() == 0) {
      throw ConversationErrors.missingInputs(in.getName()).asException();
    }
    var messages = new ArrayList<Message>();
    for (ConversationInputAlpha2 input : in.getInputsList()) {
      for (ConversationMessage message : input.getMessagesList()) {
        messages.add(message(message, input.getScrubPii()));
      }
    }
    List<Tool> tools = tools();
    return new ConversationRequest(
        messages,
        tools,
        toolChoice(tools),
        in.getTemperature(),
        in.getMetadataMap(),
        in.hasResponseFormat() ? Structs.map(in.getResponseFormat()) : null,
        in.hasPromptCacheRetention()
            ? Duration.ofSeconds(
                in.getPromptCacheRetention().getSeconds(), in.getPromptCacheRetention().getNanos())
            : null);
  }

  private Message message(ConversationMessage message, boolean scrub) {
    return switch (message.getMessageTypesCase()) {
      case OF_DEVELOPER ->
          new Message.Said(
              Speaker.DEVELOPER, texts(message.getOfDeveloper().getContentList(), scrub));
      case OF_SYSTEM ->
          new Message.Said(Speaker.SYSTEM, texts(message.getOfSystem().getContentList(), scrub));
      case OF_USER ->
          new Message.Said(Speaker.USER, texts(message.getOfUser().getContentList(), scrub));
      case OF_ASSISTANT ->
          new Message.Answered(
              texts(message.getOfAssistant().getContentList(), scrub),
              message.getOfAssistant().getToolCallsList().stream().map(this::toolCall).toList());
      case OF_TOOL ->
          new Message.ToolResult(
              message.getOfTool().getToolId(),
              message.getOfTool().getName(),
              texts(message.getOfTool().getContentList(), scrub));
      case MESSAGETYPES_NOT_SET -> throw invalid("message type cannot be nil");
    };
  }

  private static List<String> texts(List<ConversationMessageContent> contents, boolean scrub) {
    return contents.stream()
        .map(ConversationMessageContent::getText)
        .map(text -> scrub ? Scrubber.scrub(text) : text)
        .toList();
  }

  private ToolCall toolCall(ConversationToolCalls call) {
    if (!call.hasFunction()) {
      throw invalid("tool types cannot be nil");
    }
    return new ToolCall(
        call.getId(), call.getFunction().getName(), call.getFunction().getArguments());
  }

  private List<Tool> tools() {
    return in.getToolsList().stream()
        .filter(ConversationTools::hasFunction)
        .map(ConversationTools::getFunction)
        .map(
            function ->
                new Tool(
                    function.getName(),
                    function.getDescription(),
                    Structs.map(function.getParameters())))
        .toList();
  }

  /** Who brings tools and says nothing leaves it to the model. */
  private @Nullable String toolChoice(List<Tool> tools) {
    String choice = in.getToolChoice();
    switch (choice) {
      case "" -> {
        return tools.isEmpty() ? null : "auto";
      }
      case "auto", "none" -> {}
      case "required" -> {
        if (tools.isEmpty()) {
          throw invalid("tool choice " + CHOICES);
        }
      }
      default -> {
        if (!tools.isEmpty() && tools.stream().noneMatch(tool -> tool.name().equals(choice))) {
          throw invalid("tool choice selected was not found. It " + CHOICES);
        }
      }
    }
    return choice;
  }

  private RuntimeException invalid(String detail) {
    return ConversationErrors.invalidParameters(in.getName(), detail).asException();
  }
}
