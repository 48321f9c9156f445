package dev.mecha.block.conversation;

import dev.mecha.block.conversation.pii.Scrubber;
import dev.mecha.protocol.runtime.v1.ConversationRequestAlpha2;
import dev.mecha.protocol.runtime.v1.ConversationResponseAlpha2;
import dev.mecha.protocol.runtime.v1.ConversationResultAlpha2;
import dev.mecha.protocol.runtime.v1.ConversationResultAlpha2CompletionUsage;
import dev.mecha.protocol.runtime.v1.ConversationResultAlpha2CompletionUsageCompletionTokensDetails;
import dev.mecha.protocol.runtime.v1.ConversationResultAlpha2CompletionUsagePromptTokensDetails;
import dev.mecha.protocol.runtime.v1.ConversationResultChoices;
import dev.mecha.protocol.runtime.v1.ConversationResultMessage;
import dev.mecha.protocol.runtime.v1.ConversationToolCalls;
import dev.mecha.protocol.runtime.v1.ConversationToolCallsOfFunction;
import dev.mecha.spi.conversation.Choice;
import dev.mecha.spi.conversation.ConversationResponse;
import dev.mecha.spi.conversation.ToolCall;
import dev.mecha.spi.conversation.Usage;

/** Writes an answer of the second version: an output for each choice, as the peer does. */
final class Alpha2Response {

  private Alpha2Response() {}

  static ConversationResponseAlpha2 write(
      ConversationRequestAlpha2 in, ConversationResponse answer) {
    var out = ConversationResponseAlpha2.newBuilder();
    if (!in.getContextId().isEmpty()) {
      out.setContextId(in.getContextId());
    }
    int index = 0;
    for (Choice choice : answer.choices()) {
      var result =
          ConversationResultAlpha2.newBuilder()
              .addChoices(choice(choice, index++, in.getScrubPii()));
      if (!answer.model().isEmpty()) {
        result.setModel(answer.model());
      }
      if (answer.usage() != null) {
        result.setUsage(usage(answer.usage()));
      }
      out.addOutputs(result);
    }
    return out.build();
  }

  private static ConversationResultChoices choice(Choice choice, int index, boolean scrub) {
    var message =
        ConversationResultMessage.newBuilder()
            .setContent(scrub ? Scrubber.scrub(choice.content()) : choice.content());
    choice.toolCalls().forEach(call -> message.addToolCalls(toolCall(call)));
    return ConversationResultChoices.newBuilder()
        .setFinishReason(choice.finishReason())
        .setIndex(index)
        .setMessage(message)
        .build();
  }

  private static ConversationToolCalls toolCall(ToolCall call) {
    var out =
        ConversationToolCalls.newBuilder()
            .setFunction(
                ConversationToolCallsOfFunction.newBuilder()
                    .setName(call.function())
                    .setArguments(call.arguments()));
    if (!call.id().isEmpty()) {
      out.setId(call.id());
    }
    return out.build();
  }

  private static ConversationResultAlpha2CompletionUsage usage(Usage usage) {
    var out =
        ConversationResultAlpha2CompletionUsage.newBuilder()
            .setCompletionTokens(usage.completionTokens())
            .setPromptTokens(usage.promptTokens())
            .setTotalTokens(usage.totalTokens());
    var completion = usage.completionDetails();
    if (completion != null) {
      out.setCompletionTokensDetails(
          ConversationResultAlpha2CompletionUsageCompletionTokensDetails.newBuilder()
              .setAcceptedPredictionTokens(completion.acceptedPrediction())
              .setAudioTokens(completion.audio())
              .setReasoningTokens(completion.reasoning())
              .setRejectedPredictionTokens(completion.rejectedPrediction()));
    }
    var prompt = usage.promptDetails();
    if (prompt != null) {
      out.setPromptTokensDetails(
          ConversationResultAlpha2CompletionUsagePromptTokensDetails.newBuilder()
              .setAudioTokens(prompt.audio())
              .setCachedTokens(prompt.cached()));
    }
    return out.build();
  }
}
