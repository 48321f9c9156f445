package dev.mecha.spi.conversation;

import org.jspecify.annotations.Nullable;

/**
 * What a call has cost, in tokens.
 *
 * @param completionTokens of the answer
 * @param promptTokens of the request
 * @param totalTokens of both
 * @param completionDetails where those of the answer went, or null
 * @param promptDetails where those of the request went, or null
 */
public record Usage(
    long completionTokens,
    long promptTokens,
    long totalTokens,
    @Nullable CompletionDetails completionDetails,
    @Nullable PromptDetails promptDetails) {

  /**
   * @param acceptedPrediction predicted ones that came true
   * @param audio those that are sound
   * @param reasoning those that were thought and not said
   * @param rejectedPrediction predicted ones that did not come true
   */
  public record CompletionDetails(
      long acceptedPrediction, long audio, long reasoning, long rejectedPrediction) {}

  /**
   * @param audio those that are sound
   * @param cached those that the engine had in its cache
   */
  public record PromptDetails(long audio, long cached) {}

  /**
   * @param completionTokens of the answer
   * @param promptTokens of the request
   * @return their sum, without details
   */
  public static Usage of(long completionTokens, long promptTokens) {
    return new Usage(completionTokens, promptTokens, completionTokens + promptTokens, null, null);
  }
}
