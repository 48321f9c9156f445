package dev.mecha.kernel.discovery;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ResolveRequest;
import dev.mecha.spi.nameresolution.ServiceNotFoundException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one application. However many callers there are, one of them asks the resolver;
 * the others take what is known, and wait only if nothing is.
 */
final class AppInstances {

  private final ResolveRequest request;
  private final NameResolver resolver;
  private final LongSupplier nanoTime;
  private final ReentrantLock asking = new ReentrantLock();

  /** Sidecars that start together are not to begin with the same instance. */
  private final AtomicInteger turn = new AtomicInteger(ThreadLocalRandom.current().nextInt());

  private volatile @Nullable Answer answer;
  private volatile @Nullable Failure failure;

  /**
   * @param addresses never empty
   * @param askAgain when the resolver is to be asked again
   * @param goodUntil how long this may be used at most
   */
  private record Answer(List<String> addresses, long askAgain, long goodUntil) {}

  private record Failure(ComponentException cause, long at) {}

  AppInstances(ResolveRequest request, NameResolver resolver, LongSupplier nanoTime) {
    this.request = request;
    this.resolver = resolver;
    this.nanoTime = nanoTime;
  }

  String pick(Predicate<String> dead) throws InterruptedException {
    Answer known = usable();
    if (known == null) {
      known = await();
    } else if (known.askAgain - nanoTime.getAsLong() <= 0 && asking.tryLock()) {
      try {
        known = askAgain(known);
      } finally {
        asking.unlock();
      }
    }
    return choose(known.addresses, dead);
  }

  /** Asks, or takes what another caller was answered meanwhile, a failure included. */
  private Answer await() throws InterruptedException {
    long since = nanoTime.getAsLong();
    asking.lockInterruptibly();
    try {
      Answer known = usable();
      Failure failed = failure;
      if (known == null && failed != null && failed.at - since >= 0) {
        throw failed.cause;
      }
      return known == null ? ask() : known;
    } catch (ComponentException e) {
      failure = new Failure(e, nanoTime.getAsLong());
      throw e;
    } finally {
      asking.unlock();
    }
  }

  private String choose(List<String> addresses, Predicate<String> dead) {
    int first = turn.getAndIncrement();
    for (int i = 0; i < addresses.size(); i++) {
      String address = addresses.get(Math.floorMod(first + i, addresses.size()));
      if (!dead.test(address)) {
        return address;
      }
    }
    return addresses.get(Math.floorMod(first, addresses.size()));
  }

  private Answer ask() throws InterruptedException {
    List<String> addresses = List.copyOf(resolver.resolve(request));
    long now = nanoTime.getAsLong();
    var fresh =
        new Answer(
            addresses, now + ServiceDiscovery.FRESH_NANOS, now + ServiceDiscovery.USABLE_NANOS);
    answer = fresh;
    return fresh;
  }

  /** A resolver that fails is asked again after a while; until then its last word counts. */
  private Answer askAgain(Answer known) throws InterruptedException {
    try {
      return ask();
    } catch (ServiceNotFoundException e) {
      answer = null;
      throw e;
    } catch (ComponentException e) {
      long next = nanoTime.getAsLong() + ServiceDiscovery.FRESH_NANOS;
      answer = new Answer(known.addresses, next, known.goodUntil);
      return known;
    }
  }

  private @Nullable Answer usable() {
    Answer known = answer;
    return known == null || known.goodUntil - nanoTime.getAsLong() <= 0 ? null : known;
  }

  boolean isUsable() {
    return usable() != null;
  }

  /** Lets the resolver be asked before the next choice, if it named this address. */
  void outdate(String address) {
    Answer known = answer;
    if (known != null && known.addresses.contains(address)) {
      answer = new Answer(known.addresses, nanoTime.getAsLong(), known.goodUntil);
    }
  }
}
