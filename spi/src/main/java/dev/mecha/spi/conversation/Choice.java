package dev.mecha.spi.conversation;

import java.util.List;

/**
 * One way in which a model goes on.
 *
 * @param finishReason why it stopped: {@code stop}, {@code length}, {@code tool_calls}, or in the
 *     engine's own words
 * @param content what it says; empty if it only calls tools
 * @param toolCalls what it asks for; unmodifiable
 */
public record Choice(String finishReason, String content, List<ToolCall> toolCalls) {

  /** Takes a copy of the calls. */
  public Choice {
    toolCalls = List.copyOf(toolCalls);
  }
}
