package dev.mecha.transport.thread;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries requests on the JDK's scheduler: two hops more than {@link EventLoopThreads}, but on
 * every JVM.
 */
public final class DefaultThreads implements RequestThreads {

  private static final Logger LOG = LoggerFactory.getLogger(DefaultThreads.class);

  private final ThreadFactory factory =
      Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();

  /**
   * Makes them and says why.
   *
   * @return the threads
   */
  static DefaultThreads asFallback() {
    LOG.info(
        "Requests run on the JDK's scheduler; with --add-opens=java.base/java.lang=ALL-UNNAMED"
            + " they run on the event loops, which takes less CPU");
    return new DefaultThreads();
  }

  @Override
  public Thread start(EventLoop loop, Runnable task, Runnable done) {
    Thread thread = factory.newThread(() -> run(loop, task, done));
    thread.start();
    return thread;
  }

  @Override
  public void later(EventLoop loop, Runnable task) {
    finish(loop, task);
  }

  @Override
  public boolean carriedByLoop() {
    return false;
  }

  private static void run(EventLoop loop, Runnable task, Runnable done) {
    try {
      task.run();
    } catch (Throwable e) {
      LOG.error("A request's thread failed", e);
    } finally {
      finish(loop, done);
    }
  }

  private static void finish(EventLoop loop, Runnable done) {
    try {
      loop.execute(done);
    } catch (RejectedExecutionException e) {
      LOG.debug("An event loop ended before a request that it carried", e);
    }
  }
}
