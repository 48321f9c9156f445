package dev.mecha.component.redis;

import dev.mecha.spi.ComponentException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Sends commands and waits for their answers. The caller parks; nothing runs on its thread
 * meanwhile.
 *
 * <p>A command that the server certainly did not perform is sent again, as often and with the
 * pauses that the {@link RetryPolicy} says. When the connection is lost before the answer, a read
 * is sent again but a write is not: nobody knows whether it was performed, and doing it twice could
 * undo what another writer did in between.
 */
final class Calls {

  private static final String MAYBE = "; it may or may not have been done";

  private final String host;
  private final RetryPolicy policy;
  private final Driver driver;
  private final CountDownLatch closed;

  /**
   * @param host for messages
   * @param policy how often to try again
   * @param driver whose connections are dropped when they lead to a server that takes no writes
   * @param closed ends all waiting between tries
   */
  Calls(String host, RetryPolicy policy, Driver driver, CountDownLatch closed) {
    this.host = host;
    this.policy = policy;
    this.driver = driver;
    this.closed = closed;
  }

  /**
   * The retries of one call of the user. The parts of a bulk call share them: they meet the same
   * servers.
   */
  static final class Retries {
    private int pauses;
  }

  /**
   * Begins a command that changes nothing.
   *
   * @param link where to send it, asked for anew with each try
   * @param command what to send
   * @param retries of the call that it is part of
   * @return its answer to come
   */
  <T> Answer<T> read(Supplier<Link> link, Command<T> command, Retries retries) {
    return new Answer<>(
        () -> command.send(link.get()), () -> command.sendText(link.get()), retries, true);
  }

  /**
   * Performs a command that changes nothing.
   *
   * @param link where to send it
   * @param command what to send
   * @return its answer
   * @throws RefusedException if the server answers with an error
   * @throws ComponentException if there is no answer
   * @throws InterruptedException if the calling thread is interrupted
   */
  <T> T read(Supplier<Link> link, Command<T> command) throws InterruptedException {
    return read(link, command, new Retries()).await();
  }

  /**
   * Begins a command that changes something.
   *
   * @param link where to send it, asked for anew with each try
   * @param command what to send
   * @param retries of the call that it is part of
   * @return its answer to come
   */
  <T> Answer<T> write(Supplier<Link> link, Command<T> command, Retries retries) {
    return new Answer<>(
        () -> command.send(link.get()), () -> command.sendText(link.get()), retries, false);
  }

  /**
   * Waits for one thing that is neither read nor write, such as a connection, without trying again.
   *
   * @param future under way
   * @return what comes of it
   * @throws ComponentException if it fails
   * @throws InterruptedException if the calling thread is interrupted
   */
  <T> T await(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(false);
      throw e;
    } catch (ExecutionException | CancellationException e) {
      throw failed(Failure.of(e), e, "");
    }
  }

  /**
   * Makes the first connection, with the same tries as a command.
   *
   * @param what the component is, for messages
   * @param connect begins to connect
   * @return what it connected
   * @throws ComponentException if it cannot
   * @throws InterruptedException if the calling thread is interrupted
   */
  <T> T connect(String what, Supplier<? extends Future<T>> connect) throws InterruptedException {
    try {
      return new Answer<T>(connect, connect, new Retries(), true).await();
    } catch (FailedException e) {
      throw new ComponentException(
          what + ": error connecting to redis at " + host + ": " + e.answer(), e.getCause());
    }
  }

  private ComponentException failed(Failure failure, Throwable cause, String ifUnknown) {
    boolean unknown = failure.fate() == Failure.Fate.UNKNOWN;
    String message = "redis at " + host + ": " + describe(failure) + (unknown ? ifUnknown : "");
    return failure.code().isEmpty()
        ? new FailedException(message, failure, cause)
        : new RefusedException(message, failure, cause);
  }

  private String describe(Failure failure) {
    if (!failure.code().isEmpty()) {
      return failure.message();
    }
    String reason = driver.trouble().reason();
    String suffix = reason == null || failure.message().contains(reason) ? "" : ": " + reason;
    return switch (failure.fate()) {
      case NOT_NOW -> "not connected" + (suffix.isEmpty() ? more(failure.message()) : suffix);
      case UNKNOWN -> "connection lost before the answer" + suffix;
      case REFUSED -> failure.message();
    };
  }

  /** What the driver says for "not connected" adds nothing. */
  private static String more(String message) {
    return message.startsWith("Currently not connected") ? "" : ": " + message;
  }

  /**
   * @throws ComponentException if the store is closed
   */
  void checkOpen() {
    if (closed.getCount() == 0) {
      throw new ComponentException("redis at " + host + ": the component is closed");
    }
  }

  /**
   * The answer to come of a command that is sent already. Awaited once, by one thread.
   *
   * @param <T> the answer
   */
  final class Answer<T> {

    private final Supplier<? extends Future<T>> send;
    private final Supplier<? extends Future<T>> sendText;
    private final Retries retries;
    private final boolean repeatable;
    private Future<T> future;
    private int sentAfter;

    private Answer(
        Supplier<? extends Future<T>> send,
        Supplier<? extends Future<T>> sendText,
        Retries retries,
        boolean repeatable) {
      checkOpen();
      this.send = send;
      this.sendText = sendText;
      this.retries = retries;
      this.repeatable = repeatable;
      this.sentAfter = retries.pauses;
      this.future = send.get();
    }

    /**
     * Waits for the answer, and sends the command again where that is safe.
     *
     * @return the answer
     * @throws RefusedException if the server answers with an error
     * @throws ComponentException if there is no answer
     * @throws InterruptedException if the calling thread is interrupted
     */
    T await() throws InterruptedException {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          future.cancel(false);
          throw e;
        } catch (ExecutionException | CancellationException e) {
          again(e);
        }
      }
    }

    private void again(Exception cause) throws InterruptedException {
      Failure failure = Failure.of(cause);
      if (failure.code().equals("NOSCRIPT")) {
        future = sendText.get();
        return;
      }
      if (!mayRepeat(failure)) {
        throw failed(failure, cause, repeatable ? "" : MAYBE);
      }
      if (failure.code().equals("READONLY")) {
        driver.reconnect(failure.message());
      }
      if (retries.pauses == sentAfter) {
        pause(failure, cause);
      }
      sentAfter = retries.pauses;
      future = send.get();
    }

    private void pause(Failure failure, Exception cause) throws InterruptedException {
      if (retries.pauses >= policy.retries()) {
        throw failed(failure, cause, "");
      }
      Duration pause = policy.pause(retries.pauses++, ThreadLocalRandom.current());
      if (closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        checkOpen();
      }
    }

    private boolean mayRepeat(Failure failure) {
      return switch (failure.fate()) {
        case NOT_NOW -> true;
        case UNKNOWN -> repeatable;
        case REFUSED -> false;
      };
    }
  }
}
