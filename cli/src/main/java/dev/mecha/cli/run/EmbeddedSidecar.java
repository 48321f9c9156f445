package dev.mecha.cli.run;

import dev.mecha.runtime.Sidecar;
import dev.mecha.runtime.SidecarException;
import dev.mecha.runtime.SidecarLog;
import dev.mecha.runtime.StopReason;
import dev.mecha.runtime.options.SidecarOptions;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A sidecar in this process. When a changed resource needs it to start anew, it does, with the same
 * ports and the attributes that it was given.
 */
final class EmbeddedSidecar implements SidecarHost.RunningSidecar {

  private final ReentrantLock lock = new ReentrantLock();
  private Sidecar current;
  private boolean closed;

  private EmbeddedSidecar(Sidecar first) {
    this.current = first;
  }

  static EmbeddedSidecar start(SidecarOptions options)
      throws SidecarException, InterruptedException {
    return new EmbeddedSidecar(started(options));
  }

  private static Sidecar started(SidecarOptions options)
      throws SidecarException, InterruptedException {
    try {
      return Sidecar.builder(options).start();
    } catch (SidecarException e) {
      SidecarLog.fatal(e);
      throw e;
    }
  }

  @Override
  public void annotate(String key, String value) {
    lock.lock();
    try {
      current.annotate(key, value);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void awaitStop() throws SidecarException, InterruptedException {
    while (current().awaitStop() == StopReason.RELOAD && startAnew()) {
      // Until it is to stop for good.
    }
  }

  private Sidecar current() {
    lock.lock();
    try {
      return current;
    } finally {
      lock.unlock();
    }
  }

  private boolean startAnew() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (closed) {
        return false;
      }
      current = current.renew();
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      current.close();
    } finally {
      lock.unlock();
    }
  }
}
