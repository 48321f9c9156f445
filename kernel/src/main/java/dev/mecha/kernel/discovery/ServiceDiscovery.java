package dev.mecha.kernel.discovery;

import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ResolveRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Chooses the instance of an application that is called next. What the resolver said is used for a
 * second without asking again, and up to twenty seconds while somebody else is asking or the
 * resolver fails. Instances take turns; one that was {@linkplain #markDead marked dead} is passed
 * over for five seconds, unless all of them are dead. Thread-safe.
 */
public final class ServiceDiscovery {

  static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** For as long as the peer trusts what it has resolved. */
  static final long USABLE_NANOS = TimeUnit.SECONDS.toNanos(20);

  static final long DEAD_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Names come from requests: there may be any number of them. */
  private static final int MOST_APPS = 1000;

  private final NameResolver resolver;
  private final LongSupplier nanoTime;
  private final Map<ResolveRequest, AppInstances> apps = new ConcurrentHashMap<>();

  /** By address: when it may be tried again. */
  private final Map<String, Long> dead = new ConcurrentHashMap<>();

  /**
   * @param resolver who knows the instances; its life is the caller's concern
   * @param nanoTime a clock that only moves forward, such as {@link System#nanoTime}
   */
  public ServiceDiscovery(NameResolver resolver, LongSupplier nanoTime) {
    this.resolver = resolver;
    this.nanoTime = nanoTime;
  }

  /**
   * Chooses an instance.
   *
   * @param request which application
   * @return its address, {@code host:port}
   * @throws dev.mecha.spi.nameresolution.ServiceNotFoundException if there is none
   * @throws dev.mecha.spi.ComponentException if the resolver fails and nothing usable is known
   * @throws InterruptedException if the calling thread is interrupted while it waits
   */
  public String pick(ResolveRequest request) throws InterruptedException {
    AppInstances known = apps.get(request);
    if (known == null) {
      makeRoom();
      known = apps.computeIfAbsent(request, wanted -> new AppInstances(wanted, resolver, nanoTime));
    }
    try {
      return known.pick(this::isDead);
    } finally {
      if (!known.isUsable()) {
        apps.remove(request, known);
      }
    }
  }

  /**
   * Says that an instance could not be connected. It is passed over for a while, and the resolver
   * is asked again before the next choice: it may know a new instance.
   *
   * @param address as {@link #pick} returned it
   */
  public void markDead(String address) {
    long now = nanoTime.getAsLong();
    dead.values().removeIf(until -> until - now <= 0);
    dead.put(address, now + DEAD_NANOS);
    apps.values().forEach(app -> app.outdate(address));
  }

  private boolean isDead(String address) {
    Long until = dead.get(address);
    return until != null && until - nanoTime.getAsLong() > 0;
  }

  private void makeRoom() {
    if (apps.size() >= MOST_APPS) {
      apps.clear();
    }
  }
}
