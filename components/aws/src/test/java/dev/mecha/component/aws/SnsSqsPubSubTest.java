package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.Message;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.PubSubTck;
import dev.mecha.tck.pubsub.BulkPubSubChecks;
import dev.mecha.tck.pubsub.DeliveryChecks;
import dev.mecha.tck.pubsub.Inbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class SnsSqsPubSubTest extends PubSubTck {

  private static final Set<Class<?>> ONCE = Set.of(DeliveryChecks.class, BulkPubSubChecks.class);

  private int visibilitySeconds = 2;

  /** What may come only once has time to be handled; what is refused comes again soon. */
  @RegisterExtension
  final BeforeEachCallback pace =
      test -> {
        if (ONCE.contains(test.getRequiredTestMethod().getDeclaringClass())) {
          visibilitySeconds = 8;
        }
      };

  @Override
  public ComponentProvider<PubSub> provider() {
    return new SnsSqsPubSub.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    var metadata = new HashMap<String, String>(AwsServers.topics().metadata());
    metadata.put("messageVisibilityTimeout", String.valueOf(visibilitySeconds));
    metadata.put("messageWaitTimeSeconds", "1");
    metadata.put("messageRetryLimit", "100");
    return metadata;
  }

  private PubSub open(String group, String... fields) throws InterruptedException {
    var metadata = new HashMap<>(metadata());
    metadata.put("consumerID", group);
    for (int i = 0; i < fields.length; i += 2) {
      metadata.put(fields[i], fields[i + 1]);
    }
    return provider()
        .create(ComponentContexts.of("pubsub.aws.snssqs", folder).metadata(metadata).context());
  }

  private static SqsClient sqs() {
    return AwsServers.topics().connection().client(SqsClient.builder());
  }

  private static int size(String queue) {
    try (SqsClient sqs = sqs()) {
      String url = sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
      return sqs
          .getQueueAttributes(
              request ->
                  request
                      .queueUrl(url)
                      .attributeNames(
                          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
          .attributes()
          .values()
          .stream()
          .mapToInt(Integer::parseInt)
          .sum();
    }
  }

  /** Longer than a message is invisible that a poll has taken which ended just then. */
  @Override
  public Duration patience() {
    return Duration.ofSeconds(30);
  }

  @Override
  public boolean ordered() {
    return false;
  }

  @Override
  public boolean carriesMetadata() {
    return false;
  }

  @Override
  public boolean acceptsEmpty() {
    return false;
  }

  /** Topics carry text. */
  @Test
  @Override
  public void anyBytesArriveUnchanged() throws InterruptedException {
    Inbox inbox = subscribed(pubSub(), topic("a"));
    var texts = new ArrayList<String>();
    texts.add("{\"a\":\"Überraschung \uD83D\uDE00\"}");
    texts.add("tab\tline\r\nquote\"<&>");
    texts.add("x".repeat(100 * 1024));
    publish(topic("a"), texts);
    inbox.awaitExactly(texts);
    assertThatThrownBy(() -> pubSub().publish(PublishRequest.of(topic("a"), new byte[] {0, -1})))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("a message of 2 bytes for topic " + topic("a"))
        .hasMessageContaining("expected: text in UTF-8");
  }

  @Test
  void messagesComeInTheirOrderWithFifo() throws InterruptedException {
    try (PubSub fifo = open(group("fifo"), "fifo", "true", "concurrencyMode", "single")) {
      List<Message> messages = new CopyOnWriteArrayList<>();
      fifo.subscribe(SubscribeRequest.of(topic("o.r:d")), messages::add);
      List<String> texts = texts("m", 30);
      for (String text : texts) {
        fifo.publish(PublishRequest.of(topic("o.r:d"), text.getBytes(UTF_8)));
      }
      await().atMost(patience()).until(() -> messages.size() >= texts.size());
      assertThat(messages)
          .extracting(message -> new String(message.data(), UTF_8))
          .containsExactlyElementsOf(texts);
      assertThat(messages.getFirst().topic()).isEqualTo(topic("o.r:d"));
    }
  }

  @Test
  void messageThatIsRefusedTooOftenIsRemoved() throws InterruptedException {
    try (PubSub limited = open(group("limited"), "messageRetryLimit", "3")) {
      var calls = new AtomicInteger();
      limited.subscribe(
          SubscribeRequest.of(topic("a")),
          _ -> {
            calls.incrementAndGet();
            throw new IllegalStateException("never");
          });
      limited.publish(PublishRequest.of(topic("a"), "x".getBytes(UTF_8)));
      await().atMost(patience()).until(() -> calls.get() > 0 && size(group("limited")) == 0);
      assertThat(calls).hasValue(2);
    }
  }

  @Test
  void messageThatIsRefusedTooOftenGoesToTheDeadLetters() throws InterruptedException {
    try (PubSub limited =
        open(
            group("limited"),
            "sqsDeadLettersQueueName",
            group("dead"),
            "messageReceiveLimit",
            "2")) {
      limited.subscribe(
          SubscribeRequest.of(topic("a")),
          _ -> {
            throw new IllegalStateException("never");
          });
      limited.publish(PublishRequest.of(topic("a"), "x".getBytes(UTF_8)));
      await().atMost(patience()).until(() -> size(group("dead")) == 1);
      assertThat(size(group("limited"))).isZero();
    }
  }

  @Test
  void whatIsMadeByOthersIsOnlyFound() throws InterruptedException {
    Inbox inbox = inbox();
    String[] found = {"disableEntityManagement", "true"};
    try (PubSub reader = open(group("found"), found)) {
      assertThatThrownBy(() -> subscribe(reader, topic("a"), inbox))
          .isInstanceOf(ComponentException.class)
          .hasMessageContaining("error fetching info for topic '" + topic("a") + "': NotFound");
      try (PubSub maker = open(group("found"));
          Subscription _ = subscribe(maker, topic("a"), inbox())) {
        assertThat(size(group("found"))).isZero();
      }
      subscribe(reader, topic("a"), inbox);
      publish(topic("a"), "one");
      inbox.awaitOne("one");
    }
    try (PubSub stranger = open(group("a"), found)) {
      assertThatThrownBy(() -> subscribe(stranger, topic("a"), inbox))
          .isInstanceOf(ComponentException.class)
          .hasMessageContaining(group("a"));
    }
  }

  @Test
  void topicMayOnlySendToItsQueues() throws InterruptedException {
    subscribed(pubSub(), topic("a"));
    subscribed(pubSub(), topic("b"));
    try (SqsClient sqs = sqs()) {
      String url = sqs.getQueueUrl(request -> request.queueName(group("a"))).queueUrl();
      String policy =
          sqs.getQueueAttributes(
                  request -> request.queueUrl(url).attributeNames(QueueAttributeName.POLICY))
              .attributes()
              .get(QueueAttributeName.POLICY);
      assertThat(policy).contains(topic("a"), topic("b"), "sns.amazonaws.com", "sqs:SendMessage");
    }
  }
}
