package dev.mecha.component.aws;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** One queue, found by its name. Its address is looked up once, and again when it is gone. */
final class SqsQueue implements AutoCloseable {

  private static final int WAIT_SECONDS = 20;

  private final String name;
  private final AwsConnection connection;
  private final SqsClient client;
  private volatile @Nullable String address;

  /**
   * @param name of the queue
   * @param connection makes the calls; closed with this
   */
  SqsQueue(String name, AwsConnection connection) {
    this.name = name;
    this.connection = connection;
    this.client = connection.client(SqsClient.builder());
  }

  /** One call that needs the queue's address. */
  @FunctionalInterface
  private interface Call<T> {
    T on(String address);
  }

  private <T> T call(String what, Call<T> call) throws InterruptedException {
    return connection.call(
        what + " queue \"" + name + '"',
        () -> {
          String known = address;
          if (known == null) {
            known = client.getQueueUrl(queue -> queue.queueName(name)).queueUrl();
            address = known;
          }
          try {
            return call.on(known);
          } catch (QueueDoesNotExistException e) {
            address = null; // perhaps it is made anew under another address
            throw e;
          }
        });
  }

  /**
   * @param body of the message
   * @return the identity that the queue gave it
   * @throws InterruptedException if the calling thread is interrupted; it may have been sent
   */
  String send(String body) throws InterruptedException {
    return call(
        "unable to send message to",
        queue ->
            client.sendMessage(message -> message.queueUrl(queue).messageBody(body)).messageId());
  }

  /**
   * Waits for a message, up to 20 seconds. Nobody else sees it until the queue's visibility timeout
   * ends.
   *
   * @return at most one
   * @throws InterruptedException if the calling thread is interrupted
   */
  List<Message> receive() throws InterruptedException {
    return call(
        "unable to receive message from",
        queue ->
            client
                .receiveMessage(
                    request ->
                        request
                            .queueUrl(queue)
                            .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP)
                            .messageAttributeNames("All")
                            .maxNumberOfMessages(1)
                            .waitTimeSeconds(WAIT_SECONDS))
                .messages());
  }

  /**
   * Removes a message that was received: it is done.
   *
   * @param message which
   * @throws InterruptedException if the calling thread is interrupted
   */
  void delete(Message message) throws InterruptedException {
    call(
        "failed to delete message from",
        queue ->
            client.deleteMessage(
                request -> request.queueUrl(queue).receiptHandle(message.receiptHandle())));
  }

  /**
   * Lets others have a message that was received, at once.
   *
   * @param message which
   * @throws InterruptedException if the calling thread is interrupted
   */
  void giveBack(Message message) throws InterruptedException {
    call(
        "failed to give a message back to",
        queue ->
            client.changeMessageVisibility(
                request ->
                    request
                        .queueUrl(queue)
                        .receiptHandle(message.receiptHandle())
                        .visibilityTimeout(0)));
  }

  /** The name. */
  @Override
  public String toString() {
    return name;
  }

  @Override
  public void close() {
    if (!connection.isClosed()) {
      connection.close();
      client.close();
    }
  }
}
