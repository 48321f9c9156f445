package dev.mecha.component.redis;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one store needs of the driver: one thread for its connections (two in a cluster), and two
 * more that exist while something is to be done only. All are daemons.
 */
final class Driver implements NettyCustomizer {

  private static final Logger LOG = LoggerFactory.getLogger(Driver.class);
  private static final Duration LONGEST_RECONNECT_PAUSE = Duration.ofSeconds(1);

  private static final Duration RECONNECT_PAUSE = Duration.ofSeconds(1);

  private final RedisSettings settings;
  private final AtomicLong lastReconnect =
      new AtomicLong(System.nanoTime() - RECONNECT_PAUSE.toNanos());
  private final Trouble trouble = new Trouble();
  private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
  private final DefaultEventLoopGroupProvider loops;
  private final DefaultEventExecutorGroup worker;
  private final ScheduledThreadPoolExecutor scheduler;
  private final ClientResources resources;

  Driver(RedisSettings settings) {
    this.settings = settings;
    this.loops =
        new DefaultEventLoopGroupProvider(
            settings.topology() == Topology.CLUSTER ? 2 : 1, _ -> threads("redis-io"));
    this.worker = new DefaultEventExecutorGroup(1, threads("redis-worker"));
    this.scheduler = new ScheduledThreadPoolExecutor(1, threads("redis-timer"));
    scheduler.setRemoveOnCancelPolicy(true);
    scheduler.setKeepAliveTime(5, TimeUnit.SECONDS);
    scheduler.allowCoreThreadTimeOut(true);
    this.resources =
        ClientResources.builder()
            .eventLoopGroupProvider(loops)
            .eventExecutorGroup(worker)
            .timer(new SchedulerTimer(scheduler))
            .eventBus(trouble)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
            .reconnectDelay(
                Delay.exponential(Duration.ZERO, LONGEST_RECONNECT_PAUSE, 2, TimeUnit.MILLISECONDS))
            .nettyCustomizer(this)
            .build();
  }

  private static ThreadFactory threads(String name) {
    return new DefaultThreadFactory(name, true);
  }

  /**
   * @return what the driver's clients are made with
   */
  ClientResources resources() {
    return resources;
  }

  /**
   * Runs a task once, on a thread that must not be held; never if the driver is closed before.
   *
   * @param delay until then
   * @param task what to run
   */
  void later(Duration delay, Runnable task) {
    try {
      var _ = scheduler.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.trace("closed before", e);
    }
  }

  /**
   * @return why there is no connection
   */
  Trouble trouble() {
    return trouble;
  }

  @Override
  public void afterChannelInitialized(Channel channel) {
    channels.add(channel);
    channel.closeFuture().addListener((ChannelFutureListener) _ -> channels.remove(channel));
    channel
        .pipeline()
        .addFirst(new SilenceGuard(settings.readTimeout(), settings.writeTimeout(), trouble));
  }

  /**
   * Drops all connections, but not again within a second: many calls may have met the same server.
   * The links make new ones at once, and ask the Sentinels anew which server takes writes.
   *
   * @param why for the calls that fail by it
   */
  void reconnect(String why) {
    long now = System.nanoTime();
    long last = lastReconnect.get();
    if (now - last < RECONNECT_PAUSE.toNanos() || !lastReconnect.compareAndSet(last, now)) {
      return;
    }
    trouble.note(why);
    for (Channel channel : channels) {
      var _ = channel.close();
    }
  }

  /**
   * Ends the threads.
   *
   * @return when that is done
   */
  CompletableFuture<Void> close() {
    var done = new CompletableFuture<Void>();
    scheduler.shutdownNow();
    var _ = worker.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    var _ = resources.shutdown(0, 1, TimeUnit.SECONDS); // what is not ours, or it warns later
    loops.shutdown(0, 1, TimeUnit.SECONDS).addListener(_ -> done.complete(null));
    return done;
  }
}
