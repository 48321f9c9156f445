package dev.mecha.pluggable.client;

import dev.mecha.spi.ComponentException;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream on which a component sends messages and hears what became of each. A broken one is
 * opened anew until this is closed; what was not acknowledged is the component's to send again.
 *
 * @param <Q> what is sent to the component: a request at first, then acknowledgements
 * @param <R> a message of the component
 */
final class AcknowledgedStream<Q, R> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.pluggable");

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /**
   * How long a component that has just heard of a message is listened to, since it may have sent
   * the next one already.
   */
  private static final Duration LAST_WORDS = Duration.ofMillis(400);

  /** How long a component may take to end a stream that is no longer wanted. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Connection connection;
  private final MethodDescriptor<Q, R> method;
  private final @Nullable Q request;
  private final Worker<Q, R> worker;
  private final int most;
  private final Semaphore atWork;
  private final Set<Thread> working = ConcurrentHashMap.newKeySet();
  private final ReentrantLock writing = new ReentrantLock();
  private final Thread reader;
  private volatile BlockingClientCall<Q, R> call;
  private volatile boolean closing;
  private volatile boolean givingBack;
  private boolean ended;

  /** Deals with messages. */
  interface Worker<Q, R> {
    /**
     * @param message to deal with
     * @return what the component is told of it
     * @throws Exception if it is refused
     */
    Q work(R message) throws Exception;

    /**
     * @param message that was refused
     * @param cause why
     * @return what the component is told of it
     */
    Q refusal(R message, Throwable cause);

    /**
     * @param message that comes when nothing more is taken
     * @return what the component is told of it; null for nothing, so that it sends it again
     */
    default @Nullable Q late(R message) {
      return null;
    }
  }

  private AcknowledgedStream(
      Connection connection,
      MethodDescriptor<Q, R> method,
      @Nullable Q request,
      int most,
      Worker<Q, R> worker)
      throws StatusException, InterruptedException {
    this.connection = connection;
    this.method = method;
    this.request = request;
    this.worker = worker;
    this.most = most;
    this.atWork = new Semaphore(most);
    this.call = begin();
    this.reader = Thread.ofVirtual().name("pluggable-stream").unstarted(this::readOn);
  }

  /**
   * @param connection the way to the component
   * @param method the stream
   * @param request what is sent first, or null for nothing
   * @param most how many messages are dealt with at a time
   * @param worker deals with them, on threads of this stream
   * @return the stream, open
   * @throws ComponentException if the component cannot be reached
   * @throws InterruptedException if the calling thread is interrupted
   */
  static <Q, R> AcknowledgedStream<Q, R> open(
      Connection connection,
      MethodDescriptor<Q, R> method,
      @Nullable Q request,
      int most,
      Worker<Q, R> worker)
      throws InterruptedException {
    try {
      var stream = new AcknowledgedStream<>(connection, method, request, most, worker);
      stream.reader.start();
      return stream;
    } catch (StatusException e) {
      throw new ComponentException("unable to subscribe: " + Failures.text(e.getStatus()), e);
    }
  }

  private BlockingClientCall<Q, R> begin() throws StatusException, InterruptedException {
    var begun =
        ClientCalls.blockingBidiStreamingCall(connection.ready(), method, CallOptions.DEFAULT);
    if (request != null) {
      begun.write(request);
    }
    return begun;
  }

  private void readOn() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!closing) {
        try {
          if (readUntilEnd()) {
            pause = FIRST_PAUSE;
          }
        } catch (StatusException e) {
          if (closing) {
            return;
          }
          LOG.warn(
              "{}: the stream broke and is opened again: {}",
              method.getFullMethodName(),
              Failures.text(e.getStatus()));
        }
        if (!closing) {
          Thread.sleep(pause);
          pause =
              pause.plus(pause).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.plus(pause);
          beginAgain();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void beginAgain() throws InterruptedException {
    try {
      BlockingClientCall<Q, R> begun = begin();
      if (closing) {
        begun.cancel("closed", null);
      } else {
        call = begun;
      }
    } catch (StatusException | ComponentException e) {
      LOG.debug("{}: cannot be opened", method.getFullMethodName(), e);
    }
  }

  /** Returns whether there was any message. */
  private boolean readUntilEnd() throws StatusException, InterruptedException {
    BlockingClientCall<Q, R> from = call;
    boolean any = false;
    R message = from.read();
    while (message != null) {
      any = true;
      atWork.acquire();
      if (closing) {
        atWork.release();
        refuse(from, message);
      } else {
        start(from, message);
      }
      message = from.read();
    }
    return any;
  }

  private void refuse(BlockingClientCall<Q, R> from, R message) {
    Q answer = worker.late(message);
    if (answer != null) {
      answer(from, answer);
    }
  }

  private void start(BlockingClientCall<Q, R> from, R message) {
    Thread thread =
        Thread.ofVirtual().name("pluggable-message").unstarted(() -> settle(from, message));
    working.add(thread);
    thread.start();
  }

  private void settle(BlockingClientCall<Q, R> with, R message) {
    try {
      answer(with, worker.work(message));
    } catch (Throwable e) { // whatever it is, the message is not done with
      LOG.debug("{}: a message is refused", method.getFullMethodName(), e);
      if (!givingBack) {
        answer(with, worker.refusal(message, e));
      }
    } finally {
      working.remove(Thread.currentThread());
      atWork.release();
    }
  }

  private void answer(BlockingClientCall<Q, R> to, Q acknowledgement) {
    writing.lock();
    try {
      to.write(acknowledgement);
    } catch (StatusException e) {
      LOG.warn(
          "{}: an acknowledgement was lost: {}",
          method.getFullMethodName(),
          Failures.text(e.getStatus()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      writing.unlock();
    }
  }

  /**
   * Takes no further message, waits for those in hand, and lets the component hear of them. If the
   * calling thread is interrupted, those in hand are interrupted and given back.
   */
  @Override
  public void close() {
    closing = true;
    try {
      boolean inHand = atWork.availablePermits() < most;
      atWork.acquire(most);
      atWork.release(most);
      if (inHand) {
        var _ = reader.join(LAST_WORDS);
      }
    } catch (InterruptedException e) {
      awaitInterrupted();
      Thread.currentThread().interrupt();
    }
    end();
  }

  private void awaitInterrupted() {
    givingBack = true;
    working.forEach(Thread::interrupt);
    atWork.acquireUninterruptibly(most);
    atWork.release(most);
  }

  private synchronized void end() {
    if (ended) {
      return;
    }
    ended = true;
    call.halfClose();
    try {
      if (reader.join(FAREWELL)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reader.interrupt();
    call.cancel("closed", null);
  }
}
