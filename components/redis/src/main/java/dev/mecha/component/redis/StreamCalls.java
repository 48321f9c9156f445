package dev.mecha.component.redis;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.time.Time;
import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.UnblockType;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.models.stream.PendingMessage;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The commands of streams. All may be repeated, at the price of a message that comes twice. The
 * group has one consumer, whose name is the group's: so the peer does, and members find each
 * other's pending messages.
 */
final class StreamCalls {

  private final Supplier<Link> link;
  private final Calls calls;
  private final StreamSettings settings;
  private final String group;
  private final Time clock;

  StreamCalls(Supplier<Link> link, Calls calls, StreamSettings settings, String group, Time clock) {
    this.link = link;
    this.calls = calls;
    this.settings = settings;
    this.group = group;
    this.clock = clock;
  }

  private Consumer<String> consumer() {
    return Consumer.from(group, group);
  }

  /**
   * Begins to add a message to a stream.
   *
   * @return the answer to come
   */
  Calls.Answer<String> add(String stream, Map<String, byte[]> fields, Calls.Retries retries) {
    var args = new XAddArgs();
    if (settings.maxLength() > 0) {
      args.maxlen(settings.maxLength()).approximateTrimming();
    } else if (!settings.maxAge().isZero()) {
      long oldest = clock.instant().minus(settings.maxAge()).toEpochMilli();
      args.minId(oldest + "-1").approximateTrimming();
    }
    return calls.read(link, server -> server.commands().xadd(stream, args, fields), retries);
  }

  /** Makes the group, which begins with the oldest message, unless it is there already. */
  void createGroup(String stream) throws InterruptedException {
    try {
      calls.read(
          link,
          server ->
              server
                  .commands()
                  .xgroupCreate(
                      XReadArgs.StreamOffset.from(stream, "0-0"),
                      group,
                      XGroupCreateArgs.Builder.mkstream()));
    } catch (RefusedException e) {
      if (!e.code().equals("BUSYGROUP")) {
        throw e;
      }
    }
  }

  /**
   * Waits for messages that nobody of the group has had.
   *
   * @param own a link that waits for nothing else
   * @param longest how long to wait
   * @return the messages; empty if none came
   */
  @SuppressWarnings("unchecked") // A generic vararg of one.
  List<StreamMessage<String, byte[]>> readNew(Link own, String stream, Duration longest)
      throws InterruptedException {
    var args = XReadArgs.Builder.block(longest).count(settings.queueDepth());
    return calls.await(
        own.commands().xreadgroup(consumer(), args, XReadArgs.StreamOffset.lastConsumed(stream)));
  }

  /** The messages were processed. */
  void acknowledge(String stream, String... ids) throws InterruptedException {
    calls.read(link, server -> server.commands().xack(stream, group, ids));
  }

  /**
   * @param from the least id that is asked for, or {@code -}
   * @return messages that somebody of the group has in hand, in the order of their ids
   */
  List<PendingMessage> pending(String stream, String from) throws InterruptedException {
    Range<String> range = Range.create(from, "+");
    Limit limit = Limit.from(settings.queueDepth());
    return calls.read(link, server -> server.commands().xpending(stream, group, range, limit));
  }

  /**
   * Takes over messages that have been in somebody's hands for too long.
   *
   * @return those that still are
   */
  List<StreamMessage<String, byte[]>> claim(String stream, Collection<String> ids)
      throws InterruptedException {
    var args = XClaimArgs.Builder.minIdleTime(settings.processingTimeout());
    String[] all = ids.toArray(String[]::new);
    return calls.read(link, server -> server.commands().xclaim(stream, consumer(), args, all));
  }

  /** Gives messages back unprocessed: whoever looks next may take them over at once. */
  void giveBack(String stream, Collection<String> ids) throws InterruptedException {
    var args = XClaimArgs.Builder.justid().idle(settings.processingTimeout()).retryCount(0);
    args.minIdleTime(Duration.ZERO);
    String[] all = ids.toArray(String[]::new);
    calls.read(link, server -> server.commands().xclaim(stream, consumer(), args, all));
  }

  /**
   * @return whether the stream still has the message
   */
  boolean exists(String stream, String id) throws InterruptedException {
    return !calls
        .read(link, server -> server.commands().xrange(stream, Range.create(id, id)))
        .isEmpty();
  }

  /**
   * @param own a link
   * @return what the server calls its connection, or -1 in a cluster
   */
  long idOf(Link own) throws InterruptedException {
    return own.slotted() ? -1 : calls.await(own.commands().clientId());
  }

  /** Ends a wait for messages on another connection. Servers that cannot let it go on. */
  void unblock(long id) throws InterruptedException {
    try {
      calls.await(link.get().commands().clientUnblock(id, UnblockType.TIMEOUT));
    } catch (ComponentException e) {
      // The wait is short.
    }
  }
}
