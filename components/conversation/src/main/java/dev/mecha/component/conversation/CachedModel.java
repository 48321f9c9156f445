package dev.mecha.component.conversation;

import dev.mecha.spi.conversation.Conversation;
import dev.mecha.spi.conversation.ConversationRequest;
import dev.mecha.spi.conversation.ConversationResponse;
import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the same answer to the same request for a while, without asking the model again. */
final class CachedModel implements Conversation {

  private static final int MOST = 1000;

  private final Conversation model;
  private final Duration ttl;
  private final Time clock;
  private final Map<ConversationRequest, Answer> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ConversationRequest, Answer> eldest) {
          return size() > MOST;
        }
      };

  private record Answer(ConversationResponse response, Instant until) {}

  private CachedModel(Conversation model, Duration ttl, Time clock) {
    this.model = model;
    this.ttl = ttl;
    this.clock = clock;
  }

  /**
   * @param ttl how long an answer is good; null if none is to be kept
   */
  static Conversation of(Conversation model, @Nullable Duration ttl, Time clock) {
    return ttl == null ? model : new CachedModel(model, ttl, clock);
  }

  @Override
  public ConversationResponse converse(ConversationRequest request) throws InterruptedException {
    ConversationResponse kept = kept(request);
    if (kept != null) {
      return kept;
    }
    ConversationResponse response = model.converse(request);
    synchronized (answers) {
      answers.put(request, new Answer(response, clock.instant().plus(ttl)));
    }
    return response;
  }

  private @Nullable ConversationResponse kept(ConversationRequest request) {
    synchronized (answers) {
      Answer answer = answers.get(request);
      if (answer == null) {
        return null;
      }
      if (clock.instant().isBefore(answer.until)) {
        return answer.response;
      }
      answers.remove(request);
      return null;
    }
  }

  @Override
  public void close() {
    synchronized (answers) {
      answers.clear();
    }
    model.close();
  }
}
