package dev.mecha.block.conversation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.block.conversation.FakeModel;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.resilience.Attempt;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.conversation.Conversation;
import dev.mecha.spi.conversation.ConversationRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationStackTest {

  private static final ConversationRequest REQUEST = ConversationRequest.of(List.of());

  /** Lets every call run, or fails it. */
  private static final class Gate implements Guard {

    private boolean late;

    @Override
    public <T, E extends Exception> T run(Attempt<T, E> attempt) throws E, InterruptedException {
      if (late) {
        throw new GuardTimeoutException();
      }
      return attempt.run();
    }
  }

  @Test
  void nothingSurroundsAModelThatNeedsNothing() {
    var engine = new FakeModel(true);
    try (var offload = new Offload()) {
      assertThat(ConversationStack.build(engine, offload, Guard.NONE)).isSameAs(engine);
    }
  }

  @Test
  void aPolicyThatEndsACallIsShownAsTheModelsFailure() throws Exception {
    var engine = new FakeModel(true);
    var gate = new Gate();
    try (var offload = new Offload()) {
      Conversation model = ConversationStack.build(engine, offload, gate);
      assertThat(model.converse(REQUEST)).isSameAs(engine.response);
      gate.late = true;
      assertThatThrownBy(() -> model.converse(REQUEST))
          .isInstanceOf(ComponentException.class)
          .hasMessage(new GuardTimeoutException().getMessage());
      model.ping();
      model.close();
      assertThat(model.neverHoldsCarrier()).isTrue();
    }
    assertThat(engine.closed).isTrue();
  }

  @Test
  void aModelThatMayHoldItsThreadIsCalledElsewhere() throws Exception {
    var engine = new FakeModel(false);
    try (var offload = new Offload()) {
      Conversation model = ConversationStack.build(engine, offload, Guard.NONE);
      assertThat(model.converse(REQUEST)).isSameAs(engine.response);
      model.ping();
      assertThat(engine.threads).hasSize(2).containsOnly("offloaded");
      assertThat(model.neverHoldsCarrier()).isTrue();
      model.close();
    }
    assertThat(engine.closed).isTrue();
  }
}
