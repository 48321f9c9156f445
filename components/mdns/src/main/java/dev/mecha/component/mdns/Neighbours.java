package dev.mecha.component.mdns;

import dev.mecha.spi.nameresolution.ServiceInstance;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The instances that were heard of, for the applications that somebody has asked for. What is not
 * heard of again is forgotten after a minute, as the peer does, however long it says it may be
 * trusted; what takes itself back is forgotten at once. Thread-safe.
 */
final class Neighbours {

  static final Duration TRUST = Duration.ofSeconds(60);

  /** How long an application is of interest after somebody has asked for it. */
  static final Duration INTEREST = Duration.ofMinutes(5);

  /** Names come from requests: there may be any number of them. */
  private static final int MOST_APPS = 1000;

  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition heard = lock.newCondition();
  private final Map<String, App> apps = new LinkedHashMap<>();
  private boolean closed;

  /** One application: its instances by name. */
  private static final class App {
    final Map<String, Sighting> instances = new LinkedHashMap<>();
    long wantedUntil;
  }

  private record Sighting(String address, long until) {}

  Neighbours(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Remembers that somebody wants an application.
   *
   * @return the addresses of its instances; empty if none is known
   */
  List<String> want(String appId) {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      if (apps.size() >= MOST_APPS && !apps.containsKey(appId)) {
        apps.remove(apps.keySet().iterator().next());
      }
      App app = apps.computeIfAbsent(appId, _ -> new App());
      app.wantedUntil = now + INTEREST.toNanos();
      app.instances.values().removeIf(sighting -> sighting.until - now <= 0);
      return app.instances.values().stream().map(Sighting::address).distinct().toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until an instance is known.
   *
   * @return the addresses; empty if none came in time, or {@link #close} did
   */
  List<String> await(String appId, Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      List<String> known = want(appId);
      while (known.isEmpty() && left > 0 && !closed) {
        left = heard.awaitNanos(left);
        known = want(appId);
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @return the applications that are still of interest; the others are forgotten
   */
  List<String> wanted() {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      apps.values().removeIf(app -> app.wantedUntil - now <= 0);
      return List.copyOf(apps.keySet());
    } finally {
      lock.unlock();
    }
  }

  /** Learns from an answer. Each answer speaks for itself: all of an instance is in one. */
  void hear(List<DnsRecord> records) {
    lock.lock();
    try {
      for (Map.Entry<String, App> app : apps.entrySet()) {
        String suffix = "." + Announcement.serviceName(app.getKey());
        for (DnsRecord record : records) {
          if (record instanceof DnsRecord.Service service && service.name().endsWith(suffix)) {
            learn(app.getKey(), app.getValue(), service, records);
          }
        }
      }
      heard.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void learn(String appId, App app, DnsRecord.Service service, List<DnsRecord> records) {
    String address = address(service, records);
    if (service.ttl() == 0) {
      app.instances.remove(service.name());
    } else if (address != null && speaksFor(appId, service.name(), records)) {
      long seconds = Math.min(service.ttl(), TRUST.toSeconds());
      long until = nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(seconds);
      app.instances.put(service.name(), new Sighting(address, until));
    }
  }

  private static boolean speaksFor(String appId, String name, List<DnsRecord> records) {
    return records.stream()
        .anyMatch(
            record ->
                record instanceof DnsRecord.Text text
                    && text.name().equals(name)
                    && text.texts().contains(appId));
  }

  /** An IPv4 address if there is one, as with the peer. */
  private static @Nullable String address(DnsRecord.Service service, List<DnsRecord> records) {
    var found = new ArrayList<String>();
    for (DnsRecord record : records) {
      if (record instanceof DnsRecord.Address one && one.name().equals(service.host())) {
        String text = ServiceInstance.address(one.address().getHostAddress(), service.port());
        found.add(one.address() instanceof Inet4Address ? 0 : found.size(), text);
      }
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  /** Ends all waits. */
  void close() {
    lock.lock();
    try {
      closed = true;
      heard.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
