package dev.mecha.component.redis;

import io.lettuce.core.StreamMessage;
import io.lettuce.core.models.stream.PendingMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the messages of a stream that somebody of the group took and did not finish: refused ones,
 * and those of members that are gone. What this component has in hand itself is left alone.
 */
final class PendingMessages {

  /** Takes over what was found. */
  interface Taker {
    /**
     * @param entries messages, never empty
     * @throws InterruptedException if the thread is interrupted
     */
    void take(List<StreamMessage<String, byte[]>> entries) throws InterruptedException;
  }

  private final String stream;
  private final StreamCalls calls;
  private final StreamSettings settings;
  private final Set<String> inHand;
  private long due = System.nanoTime();

  PendingMessages(String stream, StreamCalls calls, StreamSettings settings, Set<String> inHand) {
    this.stream = stream;
    this.calls = calls;
    this.settings = settings;
    this.inHand = inHand;
  }

  /**
   * @param longest that the caller would wait
   * @return how long it may wait until {@link #look} has something to do
   */
  Duration wait(Duration longest) {
    if (!settings.redelivers()) {
      return longest;
    }
    Duration left = Duration.ofNanos(Math.max(due - System.nanoTime(), 1_000_000));
    return left.compareTo(longest) < 0 ? left : longest;
  }

  /** Looks for messages if it is time to. */
  void look(Taker taker) throws InterruptedException {
    if (!settings.redelivers() || due - System.nanoTime() > 0) {
      return;
    }
    String from = "-";
    List<PendingMessage> page;
    do {
      page = calls.pending(stream, from);
      takeOver(page, taker);
      from = page.isEmpty() ? from : next(page.getLast().getId());
    } while (page.size() == settings.queueDepth());
    due = System.nanoTime() + settings.redeliverInterval().toNanos();
  }

  private void takeOver(List<PendingMessage> page, Taker taker) throws InterruptedException {
    var ids = new LinkedHashSet<String>();
    for (PendingMessage message : page) {
      boolean late = message.getMsSinceLastDelivery() >= settings.processingTimeout().toMillis();
      if (late && !inHand.contains(message.getId())) {
        ids.add(message.getId());
      }
    }
    if (ids.isEmpty()) {
      return;
    }
    var taken = new ArrayList<StreamMessage<String, byte[]>>();
    for (StreamMessage<String, byte[]> entry : calls.claim(stream, ids)) {
      if (entry != null && entry.getBody() != null && !entry.getBody().isEmpty()) {
        ids.remove(entry.getId());
        taken.add(entry);
      }
    }
    forgetDeleted(ids);
    if (!taken.isEmpty()) {
      taker.take(taken);
    }
  }

  /** What could not be taken over is with another member now, or was trimmed from the stream. */
  private void forgetDeleted(Set<String> ids) throws InterruptedException {
    for (String id : ids) {
      if (!calls.exists(stream, id)) {
        calls.acknowledge(stream, id);
      }
    }
  }

  /** The id behind {@code millis-number}. */
  static String next(String id) {
    int dash = id.indexOf('-');
    long number = Long.parseUnsignedLong(id.substring(dash + 1));
    return id.substring(0, dash + 1) + Long.toUnsignedString(number + 1);
  }
}
