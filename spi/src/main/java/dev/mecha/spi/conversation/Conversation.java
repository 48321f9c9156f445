package dev.mecha.spi.conversation;

import dev.mecha.spi.Component;

/**
 * Converses: a language model. It remembers nothing, every request brings the whole conversation.
 *
 * <p>A call takes as long as the model takes. An interrupt ends it and gives up the answer; it may
 * be repeated, but a repeated call is paid for again.
 */
public interface Conversation extends Component {

  /**
   * Asks for what comes next in a conversation.
   *
   * @param request what was said so far, and how to go on
   * @return what the model says
   * @throws dev.mecha.spi.ComponentException if it says nothing; the message holds no key
   * @throws InterruptedException if the calling thread is interrupted
   */
  ConversationResponse converse(ConversationRequest request) throws InterruptedException;
}
