package dev.mecha.transport.link;

import dev.mecha.transport.thread.EventLoops;
import io.grpc.HandlerRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The links that others have to a gRPC server of ours: they share its port and serve what it
 * serves. Thread-safe.
 */
public final class ServerLinks {

  private final EventLoops loops;
  private final HandlerRegistry methods;
  private final LinkLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition gone = lock.newCondition();
  private final Set<ServerLink> links = new HashSet<>();
  private boolean closing;

  /**
   * @param loops what the links run on
   * @param methods what they serve
   * @param limits what is taken from callers
   */
  public ServerLinks(EventLoops loops, HandlerRegistry methods, LinkLimits limits) {
    this.loops = loops;
    this.methods = methods;
    this.limits = limits;
  }

  /**
   * Looks at who connects.
   *
   * @return what stands first in the pipeline of a new connection, before what speaks HTTP/2
   */
  public ChannelHandler reception() {
    return new Reception(this);
  }

  /** The other side has greeted us. On the connection's event loop. */
  ServerLink begin(Channel channel) {
    var link = new ServerLink(loops, channel, methods, limits, this::ended);
    link.install();
    if (!enter(link)) {
      link.shutdown();
    }
    return link;
  }

  private boolean enter(ServerLink link) {
    lock.lock();
    try {
      links.add(link);
      return !closing;
    } finally {
      lock.unlock();
    }
  }

  private void ended(ServerLink link) {
    lock.lock();
    try {
      links.remove(link);
      gone.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no new calls. Those under way come to their end. */
  public void shutdown() {
    lock.lock();
    try {
      closing = true;
      links.forEach(ServerLink::shutdown);
    } finally {
      lock.unlock();
    }
  }

  /** Breaks off what is under way. */
  public void shutdownNow() {
    lock.lock();
    try {
      links.forEach(ServerLink::shutdownNow);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there are no links any more.
   *
   * @param nanos how long at most
   * @return whether there are none
   * @throws InterruptedException if the caller was interrupted
   */
  public boolean awaitTermination(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!links.isEmpty() && left > 0) {
        left = gone.awaitNanos(left);
      }
      return links.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
