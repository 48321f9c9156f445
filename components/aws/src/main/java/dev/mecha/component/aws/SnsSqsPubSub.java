package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.MessageHandler;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PubSubFeature;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.NotFoundException;

/**
 * Messages through topics of Amazon SNS, which bring them to a queue of Amazon SQS for each group.
 */
public final class SnsSqsPubSub implements PubSub {

  private final SnsSqsSettings settings;
  private final AwsConnection connection;
  private final SnsSqsEntities entities;
  private final SqsQueue queue;
  private final SnsSqsReader reader;
  private final SnsClient sns;

  /** Makes {@code pubsub.aws.snssqs}. */
  public static final class Provider implements ComponentProvider<PubSub> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<PubSub> kind() {
      return PubSub.class;
    }

    @Override
    public List<String> types() {
      return List.of("pubsub.aws.snssqs", "pubsub.snssqs");
    }

    @Override
    public PubSub create(ComponentContext context) throws InterruptedException {
      SnsSqsSettings settings = SnsSqsSettings.of(context);
      AwsConnection connection = AwsConnection.of(AwsSettings.of(context.metadata()));
      try {
        return new SnsSqsPubSub(settings, connection);
      } catch (ComponentException | InterruptedException e) {
        connection.close();
        throw e;
      }
    }
  }

  SnsSqsPubSub(SnsSqsSettings settings, AwsConnection connection) throws InterruptedException {
    this.settings = settings;
    this.connection = connection;
    this.entities = new SnsSqsEntities(settings, connection);
    this.sns = connection.client(SnsClient.builder());
    this.queue = new SqsQueue(settings.queue(), entities.owner(), connection);
    this.reader = new SnsSqsReader(queue, settings);
  }

  @Override
  public void ping() throws InterruptedException {
    entities.callersAccount();
  }

  @Override
  public Set<PubSubFeature> features() {
    return Set.of();
  }

  @Override
  public void publish(PublishRequest request) throws InterruptedException {
    String name = SnsSqsNames.of(request.topic(), settings.fifo());
    String message = text(request);
    String topic = entities.topic(name);
    connection.call(
        "error publishing to topic: %s with topic ARN %s".formatted(request.topic(), topic),
        () -> {
          try {
            return sns.publish(
                publication ->
                    publication
                        .topicArn(topic)
                        .message(message)
                        .messageGroupId(settings.fifo() ? settings.messageGroup() : null));
          } catch (NotFoundException e) {
            entities.forget(name); // it is made anew for the next one
            throw e;
          }
        });
  }

  private static String text(PublishRequest request) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(request.data())).toString();
    } catch (CharacterCodingException e) {
      throw new ComponentException(
          "a message of %d bytes for topic %s (expected: text in UTF-8, which is all that SNS carries)"
              .formatted(request.data().length, request.topic()));
    }
  }

  @Override
  public Subscription subscribe(SubscribeRequest request, MessageHandler handler)
      throws InterruptedException {
    if (connection.isClosed()) {
      throw new ComponentException("component is closed");
    }
    String name = SnsSqsNames.of(request.topic(), settings.fifo());
    entities.subscribe(entities.topic(name));
    return reader.add(name, request.topic(), handler);
  }

  @Override
  public void close() {
    if (!connection.isClosed()) {
      reader.close();
      queue.close();
      entities.close();
      sns.close();
    }
  }
}
