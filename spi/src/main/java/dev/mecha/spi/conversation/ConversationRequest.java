package dev.mecha.spi.conversation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A conversation so far, and how it is to go on.
 *
 * @param messages what was said, in order; unmodifiable
 * @param tools what the model may call; unmodifiable
 * @param toolChoice {@code auto}, {@code none}, {@code required} or the name of a tool; null if the
 *     model is to decide
 * @param temperature how freely it answers, from 0 to 2; 0 for the model's own default
 * @param metadata of the request, passed on to engines that take it; unmodifiable
 * @param responseFormat a JSON Schema that the answer has to meet, or null
 * @param promptCacheRetention how long the engine may keep what it made of the messages, or null
 */
public record ConversationRequest(
    List<Message> messages,
    List<Tool> tools,
    @Nullable String toolChoice,
    double temperature,
    Map<String, String> metadata,
    @Nullable Map<String, @Nullable Object> responseFormat,
    @Nullable Duration promptCacheRetention) {

  /** Takes copies of lists and metadata. */
  public ConversationRequest(
      List<Message> messages,
      List<Tool> tools,
      @Nullable String toolChoice,
      double temperature,
      Map<String, String> metadata,
      @Nullable Map<String, @Nullable Object> responseFormat,
      @Nullable Duration promptCacheRetention) {
    this.messages = List.copyOf(messages);
    this.tools = List.copyOf(tools);
    this.toolChoice = toolChoice;
    this.temperature = temperature;
    this.metadata = Map.copyOf(metadata);
    this.responseFormat = responseFormat;
    this.promptCacheRetention = promptCacheRetention;
  }

  /**
   * @param messages what was said, in order
   * @return a request without anything else
   */
  public static ConversationRequest of(List<Message> messages) {
    return new ConversationRequest(messages, List.of(), null, 0, Map.of(), null, null);
  }

  /** The numbers only: what is said is nobody else's business. */
  @Override
  public String toString() {
    return messages.size() + " messages, " + tools.size() + " tools";
  }
}
