package dev.mecha.spi.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model says.
 *
 * @param choices one or more ways to go on, normally one; unmodifiable
 * @param model which model it was; empty if the component has only one
 * @param usage what it cost, or null if unknown
 */
public record ConversationResponse(List<Choice> choices, String model, @Nullable Usage usage) {

  /** Takes a copy of the choices. */
  public ConversationResponse {
    choices = List.copyOf(choices);
  }

  /** The numbers only. */
  @Override
  public String toString() {
    return choices.size() + " choices of " + model;
  }
}
