package dev.mecha.component.jetstream;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription's consumer is like. Zero and empty stand for the server's own choice.
 *
 * @param durable its name, under which the server remembers it; empty for one that goes with its
 *     subscription
 * @param group whose members share the messages
 * @param deliverPolicy with which message it begins
 * @param startSequence the number of the first message, for {@link DeliverPolicy#ByStartSequence}
 * @param startTime of the first message, for {@link DeliverPolicy#ByStartTime}
 * @param flowControl whether the server asks how far the sidecar is
 * @param ackWait how long a message may be under way, and the pause before a refused one comes
 *     again
 * @param maxDeliver how often a message comes at most
 * @param backOff pauses between deliveries
 * @param maxAckPending how many messages may be under way
 * @param replicas of its state
 * @param memoryStorage whether its state is in memory only
 * @param rateLimit in bits per second
 * @param heartbeat how often the server says that it has nothing
 * @param ackPolicy what an acknowledgement stands for
 */
record ConsumerPlan(
    String durable,
    String group,
    DeliverPolicy deliverPolicy,
    long startSequence,
    @Nullable Instant startTime,
    boolean flowControl,
    Duration ackWait,
    int maxDeliver,
    List<Duration> backOff,
    int maxAckPending,
    int replicas,
    boolean memoryStorage,
    long rateLimit,
    Duration heartbeat,
    AckPolicy ackPolicy) {

  private static final Duration FLOW_HEARTBEAT = Duration.ofSeconds(5);

  /**
   * @return whether messages are acknowledged
   */
  boolean acknowledges() {
    return ackPolicy != AckPolicy.None;
  }

  /**
   * @param topic what it listens to
   * @param name under which the server remembers it; empty for none
   * @param deliverSubject where the server sends its messages
   * @return what the server is asked for
   */
  ConsumerConfiguration configuration(String topic, String name, String deliverSubject) {
    var builder =
        ConsumerConfiguration.builder()
            .filterSubject(topic)
            .deliverSubject(deliverSubject)
            .ackPolicy(ackPolicy);
    if (!name.isEmpty()) {
      builder.durable(name);
    }
    if (!group.isEmpty()) {
      builder.deliverGroup(group);
    }
    begin(builder);
    flow(builder);
    limits(builder);
    return builder.build();
  }

  private void begin(ConsumerConfiguration.Builder builder) {
    builder.deliverPolicy(deliverPolicy);
    if (startSequence > 0) {
      builder.startSequence(startSequence);
    }
    if (startTime != null) {
      builder.startTime(startTime.atZone(ZoneOffset.UTC));
    }
  }

  private void flow(ConsumerConfiguration.Builder builder) {
    if (flowControl) {
      builder.flowControl(heartbeat.isZero() ? FLOW_HEARTBEAT : heartbeat);
    } else if (!heartbeat.isZero()) {
      builder.idleHeartbeat(heartbeat);
    }
    if (rateLimit > 0) {
      builder.rateLimit(rateLimit);
    }
  }

  private void limits(ConsumerConfiguration.Builder builder) {
    if (!ackWait.isZero()) {
      builder.ackWait(ackWait);
    }
    if (maxDeliver != 0) {
      builder.maxDeliver(maxDeliver);
    }
    if (!backOff.isEmpty()) {
      builder.backoff(backOff.toArray(Duration[]::new));
    }
    if (maxAckPending != 0) {
      builder.maxAckPending(maxAckPending);
    }
    if (replicas > 0) {
      builder.numReplicas(replicas);
    }
    if (memoryStorage) {
      builder.memStorage(true);
    }
  }
}
