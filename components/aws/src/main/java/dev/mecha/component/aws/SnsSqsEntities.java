package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.spi.ComponentException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Topics, queues, and the subscriptions between them: made when they are first needed, or only
 * found where the cloud's owner makes them. What was found is kept.
 */
final class SnsSqsEntities implements AutoCloseable {

  private static final Map<String, String> FIFO_TOPIC =
      Map.of("FifoTopic", "true", "ContentBasedDeduplication", "true");
  private static final Map<QueueAttributeName, String> FIFO_QUEUE =
      Map.of(
          QueueAttributeName.FIFO_QUEUE,
          "true",
          QueueAttributeName.CONTENT_BASED_DEDUPLICATION,
          "true");

  private final SnsSqsSettings settings;
  private final AwsConnection connection;
  private final SnsClient sns;
  private final SqsClient sqs;
  private final AwsRequestOverrideConfiguration limit;
  private final String account;
  private final Map<String, String> topics = new ConcurrentHashMap<>();
  private final Set<String> subscribed = ConcurrentHashMap.newKeySet();

  /**
   * @param settings how they are made
   * @param connection makes the calls
   * @throws ComponentException if the account is not given and cannot be asked for
   * @throws InterruptedException if the calling thread is interrupted
   */
  SnsSqsEntities(SnsSqsSettings settings, AwsConnection connection) throws InterruptedException {
    this.settings = settings;
    this.connection = connection;
    this.limit =
        AwsRequestOverrideConfiguration.builder()
            .apiCallTimeout(settings.managementTimeout())
            .build();
    this.account = settings.accountId() == null ? callersAccount() : settings.accountId();
    this.sns = connection.client(SnsClient.builder());
    this.sqs = connection.client(SqsClient.builder());
  }

  /**
   * Asks the cloud who is calling: nobody needs a right for that.
   *
   * @return the account
   * @throws ComponentException if it does not know
   * @throws InterruptedException if the calling thread is interrupted
   */
  String callersAccount() throws InterruptedException {
    try (StsClient sts = connection.client(StsClient.builder())) {
      return connection.call(
          "error fetching sts caller ID",
          () -> sts.getCallerIdentity(caller -> caller.overrideConfiguration(limit)).account());
    }
  }

  /**
   * @return the account that has the queues, where they are only found; else null
   */
  @Nullable String owner() {
    return settings.managesEntities() ? null : account;
  }

  /**
   * @param name of a topic, as {@link SnsSqsNames} makes it
   * @return its ARN
   * @throws ComponentException if it cannot be made or found
   * @throws InterruptedException if the calling thread is interrupted
   */
  String topic(String name) throws InterruptedException {
    String known = topics.get(name);
    if (known != null) {
      return known;
    }
    String arn = settings.managesEntities() ? makeTopic(name) : findTopic(name);
    topics.put(name, arn);
    return arn;
  }

  /**
   * Forgets a topic that has been removed: it is made anew when it is needed again.
   *
   * @param name of the topic
   */
  void forget(String name) {
    String arn = topics.remove(name);
    if (arn != null) {
      subscribed.remove(arn);
    }
  }

  private String makeTopic(String name) throws InterruptedException {
    return connection.call(
        "error creating new topic '%s'".formatted(name),
        () ->
            sns.createTopic(
                    topic ->
                        topic
                            .name(name)
                            .attributes(settings.fifo() ? FIFO_TOPIC : null)
                            .tags(Tag.builder().key("dapr-topic-name").value(name).build())
                            .overrideConfiguration(limit))
                .topicArn());
  }

  private String findTopic(String name) throws InterruptedException {
    String partition =
        settings.partition() == null
            ? PartitionMetadata.of(connection.region()).id()
            : settings.partition();
    String arn = "arn:%s:sns:%s:%s:%s".formatted(partition, connection.region(), account, name);
    connection.call(
        "error fetching info for topic '%s'".formatted(name),
        () -> sns.getTopicAttributes(topic -> topic.topicArn(arn).overrideConfiguration(limit)));
    return arn;
  }

  /**
   * Lets the messages of a topic come to the queue of the group.
   *
   * @param topic the topic's ARN
   * @throws ComponentException if that cannot be arranged, or has not been
   * @throws InterruptedException if the calling thread is interrupted
   */
  synchronized void subscribe(String topic) throws InterruptedException {
    if (subscribed.contains(topic)) {
      return;
    }
    String url = queue(settings.queue());
    String queue = attribute(url, QueueAttributeName.QUEUE_ARN);
    if (settings.managesEntities()) {
      allow(url, queue, topic);
      if (settings.deadLetters() != null) {
        bury(url, attribute(queue(settings.deadLetters()), QueueAttributeName.QUEUE_ARN));
      }
      connection.call(
          "error subscribing queue %s to topic %s".formatted(queue, topic),
          () ->
              sns.subscribe(
                  request ->
                      request
                          .topicArn(topic)
                          .protocol("sqs")
                          .endpoint(queue)
                          .overrideConfiguration(limit)));
    } else {
      findSubscription(queue, topic);
    }
    subscribed.add(topic);
  }

  private String queue(String name) throws InterruptedException {
    if (!settings.managesEntities()) {
      return connection.call(
          "error fetching info for queue '%s'".formatted(name),
          () ->
              sqs.getQueueUrl(
                      queue ->
                          queue
                              .queueName(name)
                              .queueOwnerAWSAccountId(account)
                              .overrideConfiguration(limit))
                  .queueUrl());
    }
    return connection.call(
        "error creating queue '%s'".formatted(name),
        () ->
            sqs.createQueue(
                    queue ->
                        queue
                            .queueName(name)
                            .attributes(settings.fifo() ? FIFO_QUEUE : null)
                            .tags(Map.of("dapr-queue-name", name))
                            .overrideConfiguration(limit))
                .queueUrl());
  }

  private String attribute(String url, QueueAttributeName name) throws InterruptedException {
    return connection.call(
        "error getting attribute %s of queue %s".formatted(name, url),
        () ->
            sqs.getQueueAttributes(
                    queue -> queue.queueUrl(url).attributeNames(name).overrideConfiguration(limit))
                .attributes()
                .getOrDefault(name, ""));
  }

  private void set(String url, QueueAttributeName name, String value) throws InterruptedException {
    connection.call(
        "error setting attribute %s of queue %s".formatted(name, url),
        () ->
            sqs.setQueueAttributes(
                queue ->
                    queue
                        .queueUrl(url)
                        .attributes(Map.of(name, value))
                        .overrideConfiguration(limit)));
  }

  private void allow(String url, String queue, String topic) throws InterruptedException {
    String policy = QueuePolicy.allowing(attribute(url, QueueAttributeName.POLICY), queue, topic);
    if (policy != null) {
      set(url, QueueAttributeName.POLICY, policy);
    }
  }

  private void bury(String url, String deadLetters) throws InterruptedException {
    set(
        url,
        QueueAttributeName.REDRIVE_POLICY,
        new String(
            Json.write(
                Map.of(
                    "deadLetterTargetArn",
                    deadLetters,
                    "maxReceiveCount",
                    String.valueOf(settings.receiveLimit()))),
            UTF_8));
  }

  private void findSubscription(String queue, String topic) throws InterruptedException {
    boolean found =
        connection.call(
            "error listing subscriptions of topic " + topic,
            () ->
                sns
                    .listSubscriptionsByTopicPaginator(
                        list -> list.topicArn(topic).overrideConfiguration(limit))
                    .subscriptions()
                    .stream()
                    .anyMatch(there -> queue.equals(there.endpoint())));
    if (!found) {
      throw new ComponentException(
          "queue %s is not subscribed to topic %s, and disableEntityManagement keeps it from being"
              .formatted(queue, topic));
    }
  }

  @Override
  public void close() {
    sns.close();
    sqs.close();
  }
}
