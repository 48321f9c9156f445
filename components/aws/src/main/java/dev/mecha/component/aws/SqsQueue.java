package dev.mecha.component.aws;

import dev.mecha.spi.ComponentException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** One queue, found by its name. Its address is looked up once, and again when it is gone. */
final class SqsQueue implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SqsQueue.class);

  private final String name;
  private final @Nullable String owner;
  private final AwsConnection connection;
  private final SqsClient client;
  private volatile @Nullable String address;

  /**
   * @param name of the queue
   * @param owner the account that has it; null for the caller's own
   * @param connection makes the calls; closed with this
   */
  SqsQueue(String name, @Nullable String owner, AwsConnection connection) {
    this.name = name;
    this.owner = owner;
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
            known =
                client
                    .getQueueUrl(queue -> queue.queueName(name).queueOwnerAWSAccountId(owner))
                    .queueUrl();
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
   * Waits for messages. Nobody else sees those that come until their visibility timeout ends.
   *
   * @param most how many at once, from 1 to 10
   * @param waitSeconds how long to wait for the first, from 0 to 20
   * @param visibilitySeconds the visibility timeout; null for the queue's own
   * @return none if none came
   * @throws InterruptedException if the calling thread is interrupted
   */
  List<Message> receive(int most, int waitSeconds, @Nullable Integer visibilitySeconds)
      throws InterruptedException {
    return call(
        "unable to receive message from",
        queue ->
            client
                .receiveMessage(
                    request ->
                        request
                            .queueUrl(queue)
                            .messageSystemAttributeNames(
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)
                            .maxNumberOfMessages(most)
                            .waitTimeSeconds(waitSeconds)
                            .visibilityTimeout(visibilitySeconds))
                .messages());
  }

  /**
   * Removes a message that was received. An interrupt waits until that has been done, and is set
   * again then. A failure is logged: the message comes again.
   *
   * @param message which
   */
  void done(Message message) {
    settle(
        "failed to delete message from",
        address ->
            client.deleteMessage(
                request -> request.queueUrl(address).receiptHandle(message.receiptHandle())));
  }

  /**
   * Lets others have a message that was received, at once. As {@link #done} otherwise.
   *
   * @param message which
   */
  void giveBack(Message message) {
    settle(
        "failed to give a message back to",
        address ->
            client.changeMessageVisibility(
                request ->
                    request
                        .queueUrl(address)
                        .receiptHandle(message.receiptHandle())
                        .visibilityTimeout(0)));
  }

  private void settle(String what, Call<Object> settlement) {
    boolean interrupted = Thread.interrupted();
    try {
      try {
        call(what, settlement);
      } catch (InterruptedException e) {
        interrupted = true;
        call(what, settlement);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (ComponentException e) {
      LOG.error("{}", e.getMessage());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
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
