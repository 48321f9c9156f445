package dev.mecha.pluggable.client;

import dev.mecha.spi.ComponentException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The way to one component in another process. A process that was started again has forgotten what
 * it was told: it is told again before the next call. Thread-safe.
 */
final class Connection implements AutoCloseable {

  private static final long CLOSE_SECONDS = 1;

  /** How long a call waits for a process that was away. */
  private static final long ATTEMPT_MILLIS = 200;

  private final ManagedChannel channel;
  private final Introduction introduction;
  private final ReentrantLock introducing = new ReentrantLock();
  private volatile boolean introduced;

  /** What a component is told before anything is asked of it. */
  @FunctionalInterface
  interface Introduction {
    /**
     * @param channel the way to the component
     * @throws StatusRuntimeException if it refuses, or cannot be reached
     */
    void tell(Channel channel);
  }

  private Connection(ManagedChannel channel, Introduction introduction) {
    this.channel = channel;
    this.introduction = introduction;
  }

  /**
   * Connects, and tells the component what it has to know.
   *
   * @param channel the way to the component; closed with this
   * @param introduction what it is told, now and after every loss of the connection
   * @return the connection
   * @throws ComponentException if it refuses, or cannot be reached
   * @throws InterruptedException if the calling thread is interrupted
   */
  static Connection open(ManagedChannel channel, Introduction introduction)
      throws InterruptedException {
    var connection = new Connection(channel, introduction);
    try {
      connection.introduce();
    } catch (InterruptedException | RuntimeException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  /**
   * Makes sure that the component knows what it has to.
   *
   * @return the way to it
   * @throws ComponentException if it refuses, or cannot be reached
   * @throws InterruptedException if the calling thread is interrupted
   */
  Channel ready() throws InterruptedException {
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      tryAgain();
    }
    if (!introduced) {
      introduce();
    }
    return channel;
  }

  /** Nobody is spared by a long pause between attempts: the socket is on this machine. */
  private void tryAgain() throws InterruptedException {
    var changed = new CountDownLatch(1);
    channel.notifyWhenStateChanged(ConnectivityState.TRANSIENT_FAILURE, changed::countDown);
    channel.resetConnectBackoff();
    var _ = changed.await(ATTEMPT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void introduce() throws InterruptedException {
    introducing.lockInterruptibly();
    try {
      if (introduced) {
        return;
      }
      introduction.tell(channel);
      introduced = true;
      watch(ConnectivityState.READY);
    } catch (StatusRuntimeException e) {
      throw failure(e, Failures::of);
    } finally {
      introducing.unlock();
    }
  }

  private void watch(ConnectivityState seen) {
    channel.notifyWhenStateChanged(seen, () -> introduced = false);
  }

  /**
   * Asks and waits for the answer.
   *
   * @param method what to call
   * @param request what to ask
   * @return the answer
   * @throws ComponentException if the component refuses, or cannot be reached
   * @throws InterruptedException if the calling thread is interrupted; the call is cancelled
   */
  <Q, R> R call(MethodDescriptor<Q, R> method, Q request) throws InterruptedException {
    return call(method, request, Failures::of);
  }

  /**
   * Asks and waits for the answer.
   *
   * @param method what to call
   * @param request what to ask
   * @param failures what a status means
   * @return the answer
   * @throws ComponentException if the component refuses, or cannot be reached
   * @throws InterruptedException if the calling thread is interrupted; the call is cancelled
   */
  <Q, R> R call(
      MethodDescriptor<Q, R> method,
      Q request,
      Function<StatusRuntimeException, ComponentException> failures)
      throws InterruptedException {
    Channel way = ready();
    try {
      return ClientCalls.blockingUnaryCall(way, method, CallOptions.DEFAULT, request);
    } catch (StatusRuntimeException e) {
      throw failure(e, failures);
    }
  }

  private static ComponentException failure(
      StatusRuntimeException e, Function<StatusRuntimeException, ComponentException> failures)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("cancelled");
    }
    return failures.apply(e);
  }

  @Override
  public void close() {
    channel.shutdown();
    try {
      if (channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    channel.shutdownNow();
  }
}
