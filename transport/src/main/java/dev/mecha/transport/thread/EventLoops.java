package dev.mecha.transport.thread;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loops of a process: few, and shared by everything that moves bytes, Vert.x for HTTP and
 * grpc-netty for gRPC. Accepting connections is work for one of them too. Several sidecars in one
 * JVM may share an instance.
 */
public final class EventLoops implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final int count;
  private final RequestThreads threads;
  private final EventLoopGroup group;
  private final Vertx vertx;
  private final LoopWatchdog watchdog;
  private final AtomicInteger serverIds = new AtomicInteger();

  /**
   * Starts the event loops. If the caller works for a {@link dev.mecha.kernel.observe.LogScope},
   * what they carry does so too.
   *
   * @param count how many; at least 1
   * @param threads what carries requests
   */
  public EventLoops(int count, RequestThreads threads) {
    this(count, threads, new LoopWatchdog());
  }

  EventLoops(int count, RequestThreads threads, LoopWatchdog watchdog) {
    if (count < 1) {
      throw new IllegalArgumentException("event loops: " + count + " (expected: >= 1)");
    }
    this.count = count;
    this.threads = ScopedThreads.of(threads);
    this.watchdog = watchdog;
    var transport = new SharedTransport(watchdog);
    this.vertx =
        Vertx.builder().with(options(count)).withTransport(transport.asVertxTransport()).build();
    this.group = transport.group();
    watchdog.start();
  }

  /**
   * Starts as many event loops as there are processors, with the best threads that the JVM allows.
   *
   * @return the event loops
   */
  public static EventLoops ofProcessors() {
    return new EventLoops(Runtime.getRuntime().availableProcessors(), RequestThreads.best());
  }

  private static VertxOptions options(int count) {
    return new VertxOptions()
        .setEventLoopPoolSize(count)
        // Nothing runs on the worker pools, and the watchdog of this package tells more than
        // theirs.
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(1)
        .setBlockedThreadCheckInterval(1)
        .setBlockedThreadCheckIntervalUnit(TimeUnit.DAYS)
        .setDisableTCCL(true)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  /**
   * Returns the number of event loops.
   *
   * @return at least 1
   */
  public int count() {
    return count;
  }

  /**
   * Returns what carries requests.
   *
   * @return the threads
   */
  public RequestThreads threads() {
    return threads;
  }

  /**
   * Returns the event loops as Netty sees them.
   *
   * @return the group; its channels are NIO channels
   */
  public EventLoopGroup group() {
    return group;
  }

  /**
   * Returns the event loops as Vert.x sees them.
   *
   * @return the instance; closed with this object
   */
  public Vertx vertx() {
    return vertx;
  }

  /**
   * Finds the event loop that the caller runs on.
   *
   * @return the event loop
   * @throws IllegalStateException if the caller does not run on the thread of one of these event
   *     loops
   */
  public EventLoop current() {
    for (EventExecutor executor : group) {
      if (executor.inEventLoop()) {
        return (EventLoop) executor;
      }
    }
    throw new IllegalStateException(Thread.currentThread() + " is no event loop");
  }

  /**
   * Finds the event loop that carries the caller, a virtual thread of {@link #threads}.
   *
   * @return the event loop, or null if none does
   */
  public @Nullable EventLoop carrier() {
    if (!threads.carriedByLoop()) {
      return null;
    }
    Thread carrier = VirtualThreadDoor.currentCarrier();
    for (EventExecutor executor : group) {
      if (executor.inEventLoop(carrier)) {
        return (EventLoop) executor;
      }
    }
    return null;
  }

  /**
   * Lets something happen on an event loop itself: {@link RequestThreads#later}.
   *
   * @param loop one of these event loops
   * @param task what it does, not for long
   */
  public void later(EventLoop loop, Runnable task) {
    threads.later(loop, task);
  }

  /**
   * Makes a number by which several Vert.x servers find each other when they share a port that the
   * system is to choose.
   *
   * @return 1 or more, another number each time
   */
  public int nextServerId() {
    return serverIds.incrementAndGet();
  }

  /**
   * Starts a Vert.x server whose connections have a handler of ours in front of their pipelines.
   *
   * @param first makes the handler of one connection
   * @param listen calls {@code listen} of the server
   * @return what {@code listen} returns
   * @param <T> its type
   */
  public <T> T accepting(Function<Channel, ChannelHandler> first, Supplier<T> listen) {
    return ScopedValue.where(SharedTransport.FIRST_HANDLER, first).call(listen::get);
  }

  /** Ends the event loops. Doors are closed first: requests in flight are lost. */
  @Override
  public void close() {
    watchdog.close();
    try {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The event loops did not end cleanly", e);
    }
  }
}
