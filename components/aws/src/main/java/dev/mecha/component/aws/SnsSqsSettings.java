package dev.mecha.component.aws;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.Property;
import dev.mecha.spi.pubsub.ConsumerGroup;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What {@code pubsub.aws.snssqs} is told.
 *
 * @param queue the queue of the group
 * @param deadLetters the queue for what was received too often; null for none
 * @param receiveLimit how often that is; 0 without that queue
 * @param fifo whether topics and queues keep the order of messages
 * @param messageGroup within which the order is kept
 * @param visibilitySeconds after which a message that is not done with comes again
 * @param retryLimit the receipt at which a message is removed, at least 2
 * @param keepsForEver whether it is not removed then
 * @param waitSeconds how long one call waits for messages, from 1 to 20
 * @param mostAtOnce how many messages one call takes, from 1 to 10
 * @param managesEntities whether topics, queues and subscriptions are made
 * @param managementTimeout how long it may take to make one
 * @param accountId of the cloud; null to ask for it
 * @param partition of the cloud; null for the region's
 * @param concurrency how many messages the application gets at once
 */
record SnsSqsSettings(
    String queue,
    @Nullable String deadLetters,
    int receiveLimit,
    boolean fifo,
    String messageGroup,
    int visibilitySeconds,
    int retryLimit,
    boolean keepsForEver,
    int waitSeconds,
    int mostAtOnce,
    boolean managesEntities,
    Duration managementTimeout,
    @Nullable String accountId,
    @Nullable String partition,
    int concurrency) {

  private static final int ACCOUNT_DIGITS = 12;
  private static final int UNLIMITED = 1000;

  /**
   * @param context what the component is told
   * @return what it says
   * @throws InvalidMetadataException if a field is wrong, or does not fit another one
   */
  static SnsSqsSettings of(ComponentContext context) {
    ComponentMetadata metadata = context.metadata();
    String group = ConsumerGroup.of(context);
    if (group.isEmpty()) {
      throw new InvalidMetadataException("consumerID must be set");
    }
    boolean fifo = metadata.property("fifo").flag(false);
    String deadLetters = metadata.property("sqsDeadLettersQueueName").text();
    int receiveLimit = metadata.property("messageReceiveLimit").integer(0, 0);
    boolean keepsForEver = metadata.property("disableDeleteOnRetryLimit").flag(false);
    check(deadLetters, receiveLimit, keepsForEver);
    String account = metadata.property("accountID").text("");
    return new SnsSqsSettings(
        SnsSqsNames.of(group, fifo),
        deadLetters == null ? null : SnsSqsNames.of(deadLetters, fifo),
        receiveLimit,
        fifo,
        metadata.property("fifoMessageGroupID").text(group),
        metadata.property("messageVisibilityTimeout").integer(10, 1, 43200),
        metadata.property("messageRetryLimit").integer(10, 2),
        keepsForEver,
        metadata.property("messageWaitTimeSeconds").integer(2, 1, 20),
        metadata.property("messageMaxNumber").integer(10, 1, 10),
        !metadata.property("disableEntityManagement").flag(false),
        seconds(metadata.property("assetsManagementTimeoutSeconds")),
        account.length() == ACCOUNT_DIGITS ? account : null,
        metadata.property("partition").text(),
        concurrency(metadata));
  }

  private static void check(@Nullable String deadLetters, int receiveLimit, boolean keepsForEver) {
    if ((deadLetters == null) != (receiveLimit == 0)) {
      throw new InvalidMetadataException(
          "to use SQS dead letters queue, messageReceiveLimit and sqsDeadLettersQueueName must"
              + " both be set to a value");
    }
    if (deadLetters != null && keepsForEver) {
      throw new InvalidMetadataException(
          "configuration conflict: 'disableDeleteOnRetryLimit' cannot be set to 'true' when"
              + " 'sqsDeadLettersQueueName' is set to a value. either remove this configuration or"
              + " set 'disableDeleteOnRetryLimit' to 'false'");
    }
  }

  private static Duration seconds(Property property) {
    return property.isPresent()
        ? property.parse(
            "a number of seconds above 0",
            text -> {
              double seconds = Double.parseDouble(text);
              if (!(seconds >= 0.001 && seconds <= 86400)) {
                throw new IllegalArgumentException("out of range");
              }
              return Duration.ofMillis((long) (seconds * 1000));
            })
        : Duration.ofSeconds(5);
  }

  private static int concurrency(ComponentMetadata metadata) {
    int limit = metadata.property("concurrencyLimit").integer(0, 0);
    if (metadata
        .property("concurrencyMode")
        .choice("parallel", "single", "parallel")
        .equals("single")) {
      return 1;
    }
    return limit == 0 ? UNLIMITED : limit;
  }
}
