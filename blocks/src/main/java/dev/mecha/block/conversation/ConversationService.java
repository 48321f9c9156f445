package dev.mecha.block.conversation;

import dev.mecha.block.conversation.pii.Scrubber;
import dev.mecha.protocol.runtime.v1.ConversationInput;
import dev.mecha.protocol.runtime.v1.ConversationRequest;
import dev.mecha.protocol.runtime.v1.ConversationRequestAlpha2;
import dev.mecha.protocol.runtime.v1.ConversationResponse;
import dev.mecha.protocol.runtime.v1.ConversationResponseAlpha2;
import dev.mecha.protocol.runtime.v1.ConversationResult;
import dev.mecha.spi.conversation.Choice;
import dev.mecha.spi.conversation.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The conversation API in both its versions, without a transport. */
final class ConversationService {

  private final Models models;

  ConversationService(Models models) {
    this.models = models;
  }

  /** The first version: texts with roles. */
  ConversationResponse converse(ConversationRequest in) throws InterruptedException {
    models.require(in.getName());
    if (in.getInputsCount() == 0) {
      throw ConversationErrors.missingInputs(in.getName()).asException();
    }
    var messages = new ArrayList<Message>(in.getInputsCount());
    for (ConversationInput input : in.getInputsList()) {
      messages.add(message(input));
    }
    var request =
        new dev.mecha.spi.conversation.ConversationRequest(
            messages, List.of(), null, in.getTemperature(), Map.of(), null, null);
    var answer = models.converse(in.getName(), request);
    var out = ConversationResponse.newBuilder();
    if (!in.getContextID().isEmpty()) {
      out.setContextID(in.getContextID());
    }
    for (Choice choice : answer.choices()) {
      out.addOutputs(
          ConversationResult.newBuilder()
              .setResult(in.getScrubPII() ? Scrubber.scrub(choice.content()) : choice.content())
              .putAllParameters(in.getParametersMap()));
    }
    return out.build();
  }

  private static Message message(ConversationInput input) {
    List<String> texts =
        List.of(input.getScrubPII() ? Scrubber.scrub(input.getContent()) : input.getContent());
    return switch (input.getRole()) {
      case "system" -> new Message.Said(Message.Speaker.SYSTEM, texts);
      case "assistant", "ai" -> new Message.Answered(texts, List.of());
      default -> new Message.Said(Message.Speaker.USER, texts);
    };
  }

  /** The second version: turns, tools and how the answer is to look. */
  ConversationResponseAlpha2 converse(ConversationRequestAlpha2 in) throws InterruptedException {
    models.require(in.getName());
    var answer = models.converse(in.getName(), Alpha2Request.read(in));
    return Alpha2Response.write(in, answer);
  }
}
