package dev.mecha.block.conversation;

/** Is told of every call of a model: {@code dapr_component_conversation_*}. */
@FunctionalInterface
public interface ConversationCallRecorder {

  /**
   * @param component the component's name
   * @param success whether the model answered
   * @param nanos how long it took
   */
  void record(String component, boolean success, long nanos);
}
