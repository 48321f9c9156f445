package dev.mecha.transport.thread;

import dev.mecha.kernel.observe.LogScope;
import io.netty.channel.EventLoop;

/**
 * Carries the requests of one of several sidecars in a process: threads of requests inherit nothing
 * from the thread that starts them, and would log for nobody.
 */
final class ScopedThreads implements RequestThreads {

  private final RequestThreads threads;
  private final LogScope scope;

  private ScopedThreads(RequestThreads threads, LogScope scope) {
    this.threads = threads;
    this.scope = scope;
  }

  /**
   * @param threads what carries requests
   * @return the same for the scope that the caller works for, if it works for one
   */
  static RequestThreads of(RequestThreads threads) {
    LogScope scope = LogScope.current();
    return scope == null ? threads : new ScopedThreads(threads, scope);
  }

  @Override
  public Thread start(EventLoop loop, Runnable task, Runnable done) {
    return threads.start(loop, scope.around(task), done);
  }

  @Override
  public void later(EventLoop loop, Runnable task) {
    threads.later(loop, scope.around(task));
  }

  @Override
  public boolean carriedByLoop() {
    return threads.carriedByLoop();
  }
}
