package dev.mecha.tck.pubsub;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PubSubFeature;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import dev.mecha.tck.TckClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the checks need to know about the component under test, and their shorthands. */
public interface PubSubFixture {

  /**
   * @return the component under test, of the group {@link #group(String) group("a")}, opened before
   *     each test
   */
  PubSub pubSub();

  /**
   * Connects once more to the same broker; the test's end closes it.
   *
   * @param group the group of consumers, made by {@link #group(String)}
   * @return another component
   * @throws InterruptedException if the test is interrupted
   */
  PubSub open(String group) throws InterruptedException;

  /**
   * @return a new instance of what makes the component
   */
  ComponentProvider<PubSub> provider();

  /**
   * A topic that no other test uses.
   *
   * @param name its last part
   * @return the whole topic
   */
  String topic(String name);

  /**
   * A group of consumers that no other test uses.
   *
   * @param name its last part
   * @return the whole name
   */
  String group(String name);

  /**
   * @return the clock in the component's context
   */
  TckClock clock();

  /**
   * Whether {@link #clock()} decides when messages expire. If not, the broker's own clock does and
   * the suite waits for it.
   *
   * @return false unless overridden
   */
  default boolean honoursClock() {
    return false;
  }

  /**
   * Whether components that are opened with the same metadata reach the same broker.
   *
   * @return true unless overridden
   */
  default boolean shared() {
    return true;
  }

  /**
   * Whether a group that has subscribed once gets what is published while it is away.
   *
   * @return true unless overridden
   */
  default boolean remembersGroups() {
    return true;
  }

  /**
   * Whether one subscriber gets the messages of one publisher in their order, with the metadata of
   * the suite.
   *
   * @return true unless overridden
   */
  default boolean ordered() {
    return true;
  }

  /**
   * Whether what a request's metadata holds arrives with the message.
   *
   * @return true unless overridden
   */
  default boolean carriesMetadata() {
    return true;
  }

  /**
   * Whether a message without bytes can be published.
   *
   * @return true unless overridden
   */
  default boolean acceptsEmpty() {
    return true;
  }

  /**
   * Whether a message that the handler refused is delivered again.
   *
   * @return true unless overridden
   */
  default boolean redelivers() {
    return true;
  }

  /**
   * Whether messages behind one that is refused again and again wait for it.
   *
   * @return false unless overridden
   */
  default boolean refusalHoldsBack() {
    return false;
  }

  /**
   * How a subscription asks for all topics that begin alike.
   *
   * @param prefix what they begin with: a {@link #topic(String)}
   * @return the pattern
   */
  default String pattern(String prefix) {
    return prefix + "*";
  }

  /**
   * A topic that {@link #pattern(String)} finds.
   *
   * @param prefix what it begins with
   * @param name the rest
   * @return the topic
   */
  default String below(String prefix, String name) {
    return prefix + name;
  }

  /**
   * How the suite may take the broker away.
   *
   * @return null if it cannot
   * @throws Exception if the test fails
   */
  default @Nullable BrokerControl broker() throws Exception {
    return null;
  }

  /**
   * How long to wait for what has to come: longer than the component's pause before it delivers
   * again.
   *
   * @return 20 seconds unless overridden
   */
  default Duration patience() {
    return Duration.ofSeconds(20);
  }

  /**
   * Skips the test unless the broker has a power.
   *
   * @param feature what the test is about
   */
  default void requires(PubSubFeature feature) {
    assumeTrue(pubSub().features().contains(feature), () -> "without " + feature);
  }

  /**
   * @return a new handler
   */
  default Inbox inbox() {
    return new Inbox(patience());
  }

  /**
   * @param pubSub a component
   * @param topic a topic or pattern
   * @return a new handler that is subscribed to it until the component is closed
   * @throws InterruptedException if the test is interrupted
   */
  default Inbox subscribed(PubSub pubSub, String topic) throws InterruptedException {
    Inbox inbox = inbox();
    subscribe(pubSub, topic, inbox);
    return inbox;
  }

  /**
   * @param pubSub a component
   * @param topic a topic or pattern
   * @param inbox the handler
   * @return the subscription
   * @throws InterruptedException if the test is interrupted
   */
  default Subscription subscribe(PubSub pubSub, String topic, Inbox inbox)
      throws InterruptedException {
    return pubSub.subscribe(SubscribeRequest.of(topic), inbox);
  }

  /**
   * Publishes texts with {@link #pubSub()}, one by one.
   *
   * @param topic where
   * @param texts what
   * @throws InterruptedException if the test is interrupted
   */
  default void publish(String topic, String... texts) throws InterruptedException {
    publish(topic, List.of(texts));
  }

  /**
   * Publishes texts with {@link #pubSub()}, one by one.
   *
   * @param topic where
   * @param texts what
   * @throws InterruptedException if the test is interrupted
   */
  default void publish(String topic, List<String> texts) throws InterruptedException {
    for (String text : texts) {
      pubSub().publish(PublishRequest.of(topic, text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /**
   * @param prefix what all begin with
   * @param count how many
   * @return texts that differ by a number behind the prefix, from 0
   */
  default List<String> texts(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
