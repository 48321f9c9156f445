package dev.mecha.component.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A queue of one test, as others see it. */
final class TestQueue {

  private final SqsClient client = AwsServers.queues().connection().client(SqsClient.builder());
  private final String name = "queue-" + UUID.randomUUID();

  String name() {
    return name;
  }

  /** The fields of a component that is to use it. */
  Map<String, String> metadata() {
    var metadata = new HashMap<String, String>(AwsServers.queues().metadata());
    metadata.put("queueName", name);
    return metadata;
  }

  /**
   * @param visibilitySeconds after which a message that was received and not deleted comes again
   */
  TestQueue make(int visibilitySeconds) {
    client.createQueue(
        queue ->
            queue
                .queueName(name)
                .attributes(
                    Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT, String.valueOf(visibilitySeconds))));
    return this;
  }

  private String url() {
    return client.getQueueUrl(queue -> queue.queueName(name)).queueUrl();
  }

  void send(String body) {
    client.sendMessage(message -> message.queueUrl(url()).messageBody(body));
  }

  /** Takes one that nobody else has, without waiting; empty if there is none. */
  String take() {
    return client.receiveMessage(request -> request.queueUrl(url())).messages().stream()
        .map(Message::body)
        .findFirst()
        .orElse("");
  }

  /** How many there are, those included that somebody has received. */
  int size() {
    return client
        .getQueueAttributes(
            request ->
                request
                    .queueUrl(url())
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
