package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ResolveRequest;
import dev.mecha.spi.nameresolution.ServiceInstance;
import dev.mecha.spi.nameresolution.ServiceNotFoundException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the sidecars of a machine in an SQLite file that all of them share, the peer's among them.
 * Each gives a sign of life in time; one that has not is dead.
 */
public final class SqliteNameResolver implements NameResolver {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteNameResolver.class);

  private final HostSettings settings;
  private final HostTable hosts;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ending = lock.newCondition();
  private final String registration = UUID.randomUUID().toString();
  private @Nullable ServiceInstance instance;
  private @Nullable Thread heart;
  private boolean closed;

  /** Makes resolvers of the type {@code nameresolution.sqlite}. */
  public static final class Provider implements ComponentProvider<NameResolver> {

    @Override
    public Class<NameResolver> kind() {
      return NameResolver.class;
    }

    @Override
    public List<String> types() {
      return List.of("nameresolution.sqlite");
    }

    @Override
    public NameResolver create(ComponentContext context) throws InterruptedException {
      return new SqliteNameResolver(context);
    }
  }

  /**
   * Opens the file and makes its tables if they are not there.
   *
   * @param context the configuration, the clock and the home
   * @throws dev.mecha.spi.InvalidMetadataException if a field is wrong
   * @throws ComponentException if the database cannot be opened
   * @throws InterruptedException if the calling thread is interrupted meanwhile
   */
  public SqliteNameResolver(ComponentContext context) throws InterruptedException {
    this.settings = HostSettings.of(context);
    var database = new Database(settings.connection(), context.home(), context.clock());
    this.hosts = new HostTable(settings, database, context.clock());
    if (database.inMemory()) {
      LOG.warn(
          "Configuring name resolution with an in-memory SQLite database."
              + " Service invocation across different apps will not work.");
    } else {
      LOG.info(
          "Configuring SQLite name resolution with path {}",
          settings.connection().source().label());
    }
    hosts.open();
  }

  @Override
  public void ping() throws InterruptedException {
    hosts.open();
  }

  @Override
  public void register(ServiceInstance own) throws InterruptedException {
    hosts.put(registration, own.address(), own.appId());
    lock.lock();
    try {
      instance = own;
      if (heart == null && !closed) {
        heart = Threads.start("sqlite-name-resolution", this::beat);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<String> resolve(ResolveRequest request) throws InterruptedException {
    List<String> addresses = hosts.find(request.appId());
    if (addresses.isEmpty()) {
      throw new ServiceNotFoundException("no host found with the given ID");
    }
    return addresses;
  }

  private void beat() {
    long interval = settings.heartbeat().toNanos();
    long cleanup = settings.cleanupInterval().toNanos();
    long nextCleanup = System.nanoTime() + cleanup;
    while (!endsWithin(interval)) {
      giveSignOfLife();
      if (cleanup > 0 && System.nanoTime() - nextCleanup >= 0) {
        removeDead();
        nextCleanup = System.nanoTime() + cleanup;
      }
    }
  }

  private boolean endsWithin(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (!closed && left > 0) {
        left = ending.awaitNanos(left);
      }
      return closed;
    } catch (InterruptedException e) {
      return true; // nobody does this but a JVM that ends
    } finally {
      lock.unlock();
    }
  }

  /** A registration that is lost comes back: the port is ours as long as this process lives. */
  private void giveSignOfLife() {
    ServiceInstance own = registered();
    if (own == null) {
      return;
    }
    try {
      if (!hosts.renew(registration, own.address())) {
        LOG.warn("The registration of {} was removed by somebody; renewing it", own.address());
        hosts.put(registration, own.address(), own.appId());
      }
    } catch (ComponentException e) {
      LOG.error("Failed to update host registration: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void removeDead() {
    try {
      LOG.debug("Removed {} dead hosts", hosts.cleanUp(settings.cleanupInterval()));
    } catch (ComponentException e) {
      LOG.error("Error removing expired data: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable ServiceInstance registered() {
    lock.lock();
    try {
      return instance;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    Thread beating;
    lock.lock();
    try {
      closed = true;
      ending.signalAll();
      beating = heart;
    } finally {
      lock.unlock();
    }
    if (beating != null) {
      Threads.join(beating, settings.connection().timeout());
    }
    try {
      hosts.close(registered() == null ? null : registration);
    } catch (ComponentException e) {
      LOG.warn("failed to unregister host: {}", e.getMessage());
    }
  }
}
