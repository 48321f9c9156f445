package dev.mecha.cli.run;

import dev.mecha.cli.instance.Instance;
import dev.mecha.cli.instance.InstanceNote;
import dev.mecha.runtime.Sidecar;
import dev.mecha.runtime.SidecarException;
import dev.mecha.runtime.SidecarLog;
import dev.mecha.runtime.StopReason;
import dev.mecha.runtime.options.SidecarOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A sidecar in this process. When a changed resource needs it to start anew, it does, with the same
 * ports and the attributes that it was given.
 */
final class EmbeddedSidecar implements SidecarHost.RunningSidecar {

  private final InstanceNote note;
  private final ReentrantLock lock = new ReentrantLock();
  private Sidecar current;
  private boolean closed;

  private EmbeddedSidecar(Sidecar first, InstanceNote note) {
    this.current = first;
    this.note = note;
  }

  static EmbeddedSidecar start(SidecarOptions options)
      throws SidecarException, InterruptedException {
    Sidecar sidecar = started(options);
    return new EmbeddedSidecar(sidecar, InstanceNote.leave(options.home(), instance(options)));
  }

  private static Instance instance(SidecarOptions options) {
    Path sockets = options.servers().unixDomainSocket();
    return new Instance(
        options.appId(),
        new Instance.Doors(
            sockets == null ? options.servers().httpPort() : 0,
            sockets == null ? options.servers().grpcPort() : 0,
            options.app().port().orElse(0),
            sockets == null ? "" : sockets.toAbsolutePath().toString(),
            options.metrics().enabled(),
            options.servers().maxBodySize(),
            options.servers().readBufferSize()),
        ProcessHandle.current().pid(),
        Instant.now(),
        Map.of());
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
      note.add(key, value);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean ready() {
    return current().ready();
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
      note.close();
      current.close();
    } finally {
      lock.unlock();
    }
  }
}
