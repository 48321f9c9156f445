package dev.mecha.block.conversation;

import dev.mecha.kernel.registry.Lease;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.conversation.Conversation;
import dev.mecha.spi.conversation.ConversationRequest;
import dev.mecha.spi.conversation.ConversationResponse;

/** The registered models, and how their calls are counted. */
final class Models {

  private final Registry<Conversation> registry;
  private final ConversationCallRecorder recorder;

  Models(Registry<Conversation> registry, ConversationCallRecorder recorder) {
    this.registry = registry;
    this.recorder = recorder;
  }

  /**
   * @throws dev.mecha.kernel.error.ApiException if there is no such model
   */
  void require(String name) {
    lease(name).close();
  }

  /**
   * @throws dev.mecha.kernel.error.ApiException if there is no such model, or it does not answer
   */
  ConversationResponse converse(String name, ConversationRequest request)
      throws InterruptedException {
    try (Lease<Conversation> lease = lease(name)) {
      long start = System.nanoTime();
      boolean success = false;
      try {
        ConversationResponse response = lease.component().converse(request);
        success = true;
        return response;
      } finally {
        recorder.record(name, success, System.nanoTime() - start);
      }
    } catch (ComponentException e) {
      throw ConversationErrors.invoke(name, String.valueOf(e.getMessage())).asException();
    }
  }

  private Lease<Conversation> lease(String name) {
    Lease<Conversation> lease = registry.lease(name);
    if (lease == null) {
      throw ConversationErrors.notFound(name).asException();
    }
    return lease;
  }
}
