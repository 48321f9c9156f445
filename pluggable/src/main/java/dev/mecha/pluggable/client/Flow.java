package dev.mecha.pluggable.client;

import dev.mecha.protocol.components.v1.PauseRequest;
import dev.mecha.protocol.components.v1.PubSubGrpc;
import dev.mecha.protocol.components.v1.ResumeRequest;
import dev.mecha.spi.ComponentException;
import io.grpc.MethodDescriptor;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a broker in another process is to send anything. It is told to pause before the last of
 * its subscriptions waits for what is in hand, and to go on before there is one again. One that
 * cannot pause hears of the end of its streams. Thread-safe.
 */
final class Flow {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.pluggable");

  private final Connection connection;
  private final ReentrantLock lock = new ReentrantLock();
  private int subscriptions;
  private boolean paused;

  Flow(Connection connection) {
    this.connection = connection;
  }

  /** A subscription is about to begin. */
  void begins() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (paused) {
        tell(PubSubGrpc.getResumeMethod(), ResumeRequest.getDefaultInstance());
        paused = false;
      }
      subscriptions++;
    } finally {
      lock.unlock();
    }
  }

  /** A subscription is about to end. An interrupt stays set. */
  void ends() {
    lock.lock();
    try {
      subscriptions--;
      if (subscriptions == 0) {
        paused = tell(PubSubGrpc.getPauseMethod(), PauseRequest.getDefaultInstance());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private <Q, R> boolean tell(MethodDescriptor<Q, R> method, Q request)
      throws InterruptedException {
    try {
      var _ = connection.call(method, request);
      return true;
    } catch (ComponentException e) {
      LOG.debug("{}: {}", method.getFullMethodName(), e.getMessage());
      return false;
    }
  }
}
