package dev.mecha.component.mqtt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings messages to the subscription that asked for them. The broker sends what it kept for the
 * sidecar's session as soon as there is a connection, before there are subscriptions again, and it
 * sends it once per connection: so messages without a subscription wait here for theirs.
 */
final class Router {

  private final ReentrantLock lock = new ReentrantLock();
  private final List<MqttSubscription> subscriptions = new ArrayList<>();
  private final Deque<Arrival> waiting = new ArrayDeque<>();

  /** Adds a subscription, which gets what waits for it. */
  void add(MqttSubscription subscription) {
    List<Arrival> own = new ArrayList<>();
    lock.lock();
    try {
      subscriptions.add(subscription);
      waiting.removeIf(
          arrival -> subscription.filter().matches(arrival.message().topic()) && own.add(arrival));
    } finally {
      lock.unlock();
    }
    own.forEach(subscription::deliver);
  }

  /** Removes a subscription. Its messages wait for another one. */
  void remove(MqttSubscription subscription) {
    lock.lock();
    try {
      subscriptions.remove(subscription);
    } finally {
      lock.unlock();
    }
  }

  /** The broker was told to send no more of these. */
  void forget(TopicFilter filter) {
    lock.lock();
    try {
      waiting.removeIf(arrival -> filter.matches(arrival.message().topic()));
    } finally {
      lock.unlock();
    }
  }

  /** The broker sends again what came on earlier connections. */
  void forgetBefore(long connection) {
    lock.lock();
    try {
      waiting.removeIf(arrival -> arrival.connection() < connection);
    } finally {
      lock.unlock();
    }
  }

  /** Delivers a message, now or to a subscription to come. Messages of QoS 0 do not wait. */
  void route(Arrival arrival) {
    MqttSubscription subscription = find(arrival);
    if (subscription != null) {
      subscription.deliver(arrival);
    }
  }

  private @Nullable MqttSubscription find(Arrival arrival) {
    lock.lock();
    try {
      for (MqttSubscription subscription : subscriptions) {
        if (subscription.filter().matches(arrival.message().topic())) {
          return subscription;
        }
      }
      if (arrival.qos() > 0) {
        waiting.add(arrival);
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @return what the broker has to be asked for after each connection
   */
  List<String> filters() {
    lock.lock();
    try {
      return subscriptions.stream().map(each -> each.filter().text()).distinct().toList();
    } finally {
      lock.unlock();
    }
  }
}
