package dev.mecha.component.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of the group: a consumer with a thread of its own, which reads the topics of its
 * subscriptions.
 */
final class GroupMember implements ConsumerRebalanceListener, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GroupMember.class);
  private static final Duration IDLE = Duration.ofMillis(250);
  private static final Duration BUSY = Duration.ofMillis(10);
  private static final Duration ALL_BUSY = Duration.ofMillis(50);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Beginnings beginnings;
  private final Thread reader;
  private final PartitionWorkers workers;

  /** What is read now. This is the reader's alone. */
  private final Map<String, KafkaSubscription> byTopic = new HashMap<>();

  /** Guards what follows. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Set<KafkaSubscription> subscriptions = new HashSet<>();
  private final Queue<Runnable> orders = new ArrayDeque<>();
  private boolean ended;

  GroupMember(KafkaSettings settings) {
    try {
      this.consumer =
          Drivers.make(
              () ->
                  new KafkaConsumer<>(
                      settings.clients().consumer(),
                      new ByteArrayDeserializer(),
                      new ByteArrayDeserializer()));
    } catch (KafkaException e) {
      throw Cluster.failed(settings, e);
    }
    this.beginnings = new Beginnings(settings.fromNewest(), consumer);
    this.workers = new PartitionWorkers(consumer);
    this.reader = Thread.ofPlatform().daemon().name("kafka-reader").unstarted(this::read);
  }

  void start() {
    reader.start();
  }

  boolean hasEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads the topics of a subscription too.
   *
   * @param offsets where their partitions ended when it was made
   * @return false if this has ended or reads one of them already
   */
  boolean add(KafkaSubscription subscription, Map<TopicPartition, Long> offsets) {
    lock.lock();
    try {
      if (ended || subscriptions.stream().anyMatch(each -> each.shares(subscription))) {
        return false;
      }
      subscriptions.add(subscription);
      subscription.belongTo(this);
      orders.add(
          () -> {
            beginnings.note(offsets);
            subscription.topics().forEach(topic -> byTopic.put(topic, subscription));
          });
    } finally {
      lock.unlock();
    }
    rouse();
    return true;
  }

  /** Reads the topics of a subscription no more; it is told when that is so. */
  void remove(KafkaSubscription subscription) {
    lock.lock();
    try {
      if (!ended) {
        orders.add(() -> drop(subscription));
      }
    } finally {
      lock.unlock();
    }
    rouse();
  }

  private void rouse() {
    workers.rouse();
    consumer.wakeup();
  }

  private void drop(KafkaSubscription subscription) {
    giveUp(
        consumer.assignment().stream()
            .filter(partition -> subscription.topics().contains(partition.topic()))
            .toList(),
        true);
    forget(subscription);
    subscription.gone();
  }

  private void forget(KafkaSubscription subscription) {
    byTopic.values().removeIf(subscription::equals);
    lock.lock();
    try {
      subscriptions.remove(subscription);
    } finally {
      lock.unlock();
    }
  }

  private void read() {
    @Nullable Throwable cause = null;
    try (consumer) {
      while (obey()) {
        turn();
      }
    } catch (InterruptedException e) {
      LOG.trace("closed by somebody who does not wait", e);
    } catch (KafkaException e) {
      cause = e;
    } finally {
      end(cause == null ? new KafkaException("closed") : cause);
    }
  }

  /** Does what was asked for, and says whether there is anything left to read. */
  private boolean obey() {
    for (Runnable order = next(); order != null; order = next()) {
      order.run();
    }
    if (byTopic.isEmpty()) {
      return !endIfIdle();
    }
    if (!byTopic.keySet().equals(consumer.subscription())) {
      consumer.subscribe(Set.copyOf(byTopic.keySet()), this);
    }
    return true;
  }

  private @Nullable Runnable next() {
    lock.lock();
    try {
      return orders.poll();
    } finally {
      lock.unlock();
    }
  }

  private boolean endIfIdle() {
    lock.lock();
    try {
      ended = orders.isEmpty();
      return ended;
    } finally {
      lock.unlock();
    }
  }

  private void end(Throwable cause) {
    List<KafkaSubscription> left;
    lock.lock();
    try {
      ended = true;
      left = List.copyOf(subscriptions);
    } finally {
      lock.unlock();
    }
    left.forEach(subscription -> fail(subscription, cause));
  }

  /** Reads, gives to workers what is ripe, and takes notice of those that are done. */
  private void turn() throws InterruptedException {
    if (byTopic.isEmpty()) {
      return;
    }
    try {
      gather(consumer.poll(patience()));
      for (KafkaSubscription subscription : Set.copyOf(byTopic.values())) {
        for (var heap : subscription.gatherer().takeRipe().entrySet()) {
          workers.employ(subscription, heap.getKey(), heap.getValue());
        }
      }
      workers.collect();
    } catch (WakeupException e) {
      LOG.trace("something to do", e);
    } catch (InvalidTopicException e) {
      refuse(e.invalidTopics(), e);
    } catch (TopicAuthorizationException e) {
      refuse(e.unauthorizedTopics(), e);
    } catch (RetriableException e) {
      LOG.warn("Messages of {} cannot be read: {}", byTopic.keySet(), e.getMessage());
    }
  }

  /** The others go on. */
  private void refuse(Set<String> topics, KafkaException cause) {
    for (KafkaSubscription subscription : Set.copyOf(byTopic.values())) {
      if (!Collections.disjoint(subscription.topics(), topics)) {
        forget(subscription);
        fail(subscription, cause);
      }
    }
  }

  private static void fail(KafkaSubscription subscription, Throwable cause) {
    if (!subscription.fail(cause) && !subscription.isClosed()) {
      LOG.error("{} are not read any more: {}", subscription.topics(), cause.getMessage());
    }
  }

  private Duration patience() throws InterruptedException {
    if (workers.areAll()) {
      workers.awaitOne(ALL_BUSY);
      return Duration.ZERO;
    }
    Duration wait = workers.isEmpty() ? IDLE : BUSY;
    for (KafkaSubscription subscription : byTopic.values()) {
      wait = subscription.gatherer().wait(wait);
    }
    return wait;
  }

  private void gather(ConsumerRecords<byte[], byte[]> read) {
    for (TopicPartition partition : read.partitions()) {
      KafkaSubscription subscription = byTopic.get(partition.topic());
      if (subscription != null) {
        subscription.gatherer().add(partition, read.records(partition));
      }
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    giveUp(partitions, true);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    giveUp(partitions, false);
  }

  private void giveUp(Collection<TopicPartition> partitions, boolean commit) {
    byTopic.values().forEach(each -> each.gatherer().forget(partitions));
    try {
      workers.release(partitions, commit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (KafkaException e) {
      LOG.debug("Some messages of {} come again: {}", byTopic.keySet(), e.getMessage());
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    Drivers.undisturbed(() -> beginnings.commit(partitions));
    byTopic.values().forEach(KafkaSubscription::ready);
  }

  /** Ends all its subscriptions. */
  @Override
  public void close() {
    List<KafkaSubscription> left;
    lock.lock();
    try {
      left = List.copyOf(subscriptions);
    } finally {
      lock.unlock();
    }
    left.forEach(KafkaSubscription::close);
    try {
      reader.join();
    } catch (InterruptedException e) {
      reader.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
