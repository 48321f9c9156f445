package dev.mecha.component.redis;

import dev.mecha.component.support.Handlers;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.MessageHandler;
import dev.mecha.spi.pubsub.Subscription;
import io.lettuce.core.StreamMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber of a stream. Its thread reads new messages and looks for those that must come
 * again; each is processed on a virtual thread. A message that was refused stays with the group as
 * pending and comes again when it has been so for {@code processingTimeout}.
 */
final class StreamSubscription implements Subscription {

  private static final Logger LOG = LoggerFactory.getLogger(StreamSubscription.class);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  private static final Duration UNBLOCK_AGAIN = Duration.ofMillis(50);

  private final String stream;
  private final Link own;
  private final StreamCalls calls;
  private final MessageHandler handler;
  private final Set<String> inHand;
  private final PendingMessages pending;
  private final Handlers handlers;
  private final Duration longestWait;
  private final Consumer<StreamSubscription> onClose;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Thread reader;
  private volatile long connection = -1;

  /**
   * @param stream the topic
   * @param own a link to wait for messages on, closed at the end
   * @param calls the commands
   * @param settings how much at once, and how long
   * @param readTimeout how long a server may be silent; zero for ever
   * @param handler gets the messages
   * @param inHand the ids of the messages of this stream that the component has in hand
   * @param onClose told at the end
   */
  StreamSubscription(
      String stream,
      Link own,
      StreamCalls calls,
      StreamSettings settings,
      Duration readTimeout,
      MessageHandler handler,
      Set<String> inHand,
      Consumer<StreamSubscription> onClose) {
    this.stream = stream;
    this.own = own;
    this.calls = calls;
    this.handler = handler;
    this.inHand = inHand;
    this.pending = new PendingMessages(stream, calls, settings, inHand);
    this.handlers = new Handlers("redis-handler " + stream, settings.concurrency());
    Duration half = readTimeout.dividedBy(2);
    this.longestWait = half.isZero() || half.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : half;
    this.onClose = onClose;
    this.reader = Thread.ofPlatform().daemon().name("redis-reader").unstarted(this::read);
  }

  StreamSubscription start() {
    reader.start();
    return this;
  }

  @SuppressWarnings("InterruptedExceptionSwallowed") // Only close() interrupts this thread.
  private void read() {
    try {
      while (!handlers.isClosed()) {
        readOrMend();
      }
    } catch (InterruptedException e) {
      LOG.trace("closed by somebody who does not wait", e);
    }
  }

  private void readOrMend() throws InterruptedException {
    try {
      if (connection < 0) {
        connection = calls.idOf(own);
      }
      pending.look(this::take);
      take(calls.readNew(own, stream, pending.wait(longestWait)));
    } catch (RefusedException e) {
      if (e.code().equals("NOGROUP")) {
        LOG.warn("The group of {} is gone, and with it perhaps messages; it is made anew", stream);
        tried(e);
      } else {
        failed(e);
      }
    } catch (ComponentException e) {
      failed(e);
    }
  }

  private void tried(RefusedException reason) throws InterruptedException {
    try {
      calls.createGroup(stream);
    } catch (ComponentException e) {
      e.addSuppressed(reason);
      failed(e);
    }
  }

  private void failed(ComponentException e) throws InterruptedException {
    connection = -1;
    if (!handlers.isClosed()) {
      LOG.warn("Messages of {} cannot be read: {}", stream, e.getMessage());
    }
    var _ = ending.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void take(List<StreamMessage<String, byte[]>> entries) throws InterruptedException {
    entries.forEach(entry -> inHand.add(entry.getId()));
    var left = new ArrayList<>(entries);
    try {
      for (StreamMessage<String, byte[]> entry : entries) {
        if (!handlers.start(() -> process(entry))) {
          return;
        }
        left.removeFirst();
      }
    } finally {
      giveBack(left);
    }
  }

  /** Nobody saw these. If that cannot be said, they come again later. */
  private void giveBack(List<StreamMessage<String, byte[]>> left) throws InterruptedException {
    if (left.isEmpty()) {
      return;
    }
    List<String> ids = left.stream().map(StreamMessage::getId).toList();
    try {
      calls.giveBack(stream, ids);
    } catch (ComponentException e) {
      LOG.debug("{} messages of {} come again later", ids.size(), stream, e);
    } finally {
      ids.forEach(inHand::remove);
    }
  }

  @SuppressWarnings("InterruptedExceptionSwallowed") // One of the handler's own is a refusal.
  private void process(StreamMessage<String, byte[]> entry) {
    String id = entry.getId();
    try {
      handler.handle(StreamEntries.message(stream, entry));
      boolean _ = Thread.interrupted(); // The message is done with all the same.
      calls.acknowledge(stream, id);
    } catch (Throwable e) {
      LOG.debug("The message {} of {} is not done with", id, stream, e);
    } finally {
      inHand.remove(id);
    }
  }

  @Override
  public void close() {
    onClose.accept(this);
    handlers.stop();
    ending.countDown();
    try {
      while (!reader.join(UNBLOCK_AGAIN)) {
        unblock();
      }
    } catch (InterruptedException e) {
      reader.interrupt();
      Thread.currentThread().interrupt();
    }
    handlers.close();
    if (own.isOpen()) {
      var _ = own.close();
    }
  }

  private void unblock() throws InterruptedException {
    long id = connection;
    if (id >= 0) {
      calls.unblock(id);
    }
  }
}
