package dev.mecha.spi.pubsub;

import dev.mecha.spi.Component;
import dev.mecha.spi.ComponentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Carries messages from publishers to subscribers.
 *
 * <p>Every {@linkplain ConsumerGroup group} that is subscribed to a topic gets each of its messages
 * at least once, and within a group one member gets it. A message that was published is kept as
 * safely as the broker promises; one that a handler did not finish is delivered again, after a
 * failure of the handler, of the process or of the connection. Whether messages that were published
 * before a group's first subscription reach it, in which order messages come and how many at once,
 * is the broker's to say and set.
 *
 * <p>A broken connection is the component's to mend: subscriptions live through it, publishing
 * fails meanwhile or waits. Publishing may be repeated, at the price of a duplicate.
 *
 * <p>Every optional power is a {@link PubSubFeature} in {@link #features()} with a method here that
 * refuses or does without by default, so that a decorator which forwards all methods loses none.
 */
public interface PubSub extends Component {

  /**
   * @return what this broker can do beyond single messages; constant
   */
  Set<PubSubFeature> features();

  /**
   * Publishes one message. When it returns, the broker has the message.
   *
   * @param request the message
   * @throws ComponentException if the broker did not confirm it; it may have it nevertheless
   * @throws InterruptedException if the calling thread is interrupted; the broker may have it
   *     nevertheless
   */
  void publish(PublishRequest request) throws InterruptedException;

  /**
   * Publishes many messages. The default publishes one after the other; brokers with {@link
   * PubSubFeature#BULK_PUBLISH} do better.
   *
   * @param request the messages
   * @return those that the broker did not confirm; empty if it has all. A failure is in the entry,
   *     not thrown
   * @throws InterruptedException if the calling thread is interrupted; the broker may have any of
   *     them
   */
  default List<FailedEntry> bulkPublish(BulkPublishRequest request) throws InterruptedException {
    var failed = new ArrayList<FailedEntry>();
    for (BulkEntry entry : request.entries()) {
      try {
        publish(request.single(entry));
      } catch (ComponentException e) {
        failed.add(new FailedEntry(entry.entryId(), String.valueOf(e.getMessage())));
      }
    }
    return failed;
  }

  /**
   * Listens to a topic. When it returns, the subscription stands: a message published later reaches
   * it. Several subscriptions of one component may have the same topic; whether they share its
   * messages or get each of them is the broker's.
   *
   * @param request what to listen to
   * @param handler gets the messages, from threads of the component
   * @return ends the subscription when closed; the component's end ends it too
   * @throws ComponentException if the broker refuses or cannot be reached
   * @throws InterruptedException if the calling thread is interrupted; there is no subscription
   */
  Subscription subscribe(SubscribeRequest request, MessageHandler handler)
      throws InterruptedException;

  /**
   * Listens to a topic and takes messages as the broker hands them over: many at once.
   *
   * @param request what to listen to
   * @param options how they are gathered
   * @param handler gets the messages, from threads of the component
   * @return ends the subscription when closed; the component's end ends it too
   * @throws ComponentException if the broker refuses, cannot be reached, or is without {@link
   *     PubSubFeature#BULK_SUBSCRIBE}
   * @throws InterruptedException if the calling thread is interrupted; there is no subscription
   */
  default Subscription bulkSubscribe(
      SubscribeRequest request, BulkOptions options, BulkMessageHandler handler)
      throws InterruptedException {
    throw new ComponentException("subscribing in bulk is not supported");
  }
}
