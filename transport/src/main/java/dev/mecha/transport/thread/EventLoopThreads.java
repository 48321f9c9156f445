package dev.mecha.transport.thread;

import io.netty.channel.EventLoop;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Carries each request on the event loop of its connection, so that a request that never waits
 * costs no hop between threads, and one that waits costs none but the one that wakes it.
 */
public final class EventLoopThreads implements RequestThreads {

  private final ConcurrentMap<EventLoop, LoopScheduler> schedulers = new ConcurrentHashMap<>();

  /**
   * Takes the JDK's door.
   *
   * @throws IllegalStateException if the JVM was started without {@code
   *     --add-opens=java.base/java.lang=ALL-UNNAMED}, or has no such door; {@link
   *     RequestThreads#best} asks first
   */
  public EventLoopThreads() {
    if (!VirtualThreadDoor.isOpen()) {
      throw new IllegalStateException("java.lang is not open");
    }
  }

  @Override
  public Thread start(EventLoop loop, Runnable task, Runnable done) {
    return scheduler(loop).start(task, done);
  }

  @Override
  public void later(EventLoop loop, Runnable task) {
    scheduler(loop).later(task);
  }

  private LoopScheduler scheduler(EventLoop loop) {
    LoopScheduler scheduler = schedulers.get(loop);
    return scheduler == null ? schedulers.computeIfAbsent(loop, LoopScheduler::new) : scheduler;
  }

  @Override
  public boolean carriedByLoop() {
    return true;
  }
}
