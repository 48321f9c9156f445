package dev.mecha.component.kafka;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.BulkOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;

/**
 * A component's members of its group of consumers: one reads all topics, and another one those that
 * are asked for twice.
 */
final class Group implements AutoCloseable {

  /** One record at a time, at once. */
  static final BulkOptions SINGLE = new BulkOptions(1, Duration.ZERO);

  private final KafkaSettings settings;
  private final Cluster cluster;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<GroupMember> members = new ArrayList<>();

  Group(KafkaSettings settings, Cluster cluster) {
    this.settings = settings;
    this.cluster = cluster;
  }

  /**
   * Joins the group.
   *
   * @param topics to read
   * @param options how records are gathered
   * @param work hands them to the application
   * @return the subscription, when it has got its partitions
   * @throws ComponentException if the brokers refuse or do not answer
   * @throws InterruptedException if the calling thread is interrupted
   */
  KafkaSubscription subscribe(Set<String> topics, BulkOptions options, Work work)
      throws InterruptedException {
    Map<TopicPartition, Long> ends = cluster.ends(topics);
    var subscription = new KafkaSubscription(settings, topics, options, work);
    boolean joined = false;
    try {
      join(subscription, ends);
      subscription.awaitReady();
      joined = true;
      return subscription;
    } finally {
      if (!joined) {
        subscription.close();
      }
    }
  }

  private void join(KafkaSubscription subscription, Map<TopicPartition, Long> ends) {
    lock.lock();
    try {
      members.removeIf(GroupMember::hasEnded);
      for (GroupMember member : members) {
        if (member.add(subscription, ends)) {
          return;
        }
      }
      var member = new GroupMember(settings);
      members.add(member);
      boolean _ = member.add(subscription, ends);
      member.start();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all subscriptions. */
  @Override
  public void close() {
    List<GroupMember> last;
    lock.lock();
    try {
      last = List.copyOf(members);
    } finally {
      lock.unlock();
    }
    last.forEach(GroupMember::close);
  }
}
