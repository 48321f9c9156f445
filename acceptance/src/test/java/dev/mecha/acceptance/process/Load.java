package dev.mecha.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * Callers that make the same call again and again until they are stopped, and keep what went wrong.
 */
public final class Load implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final AtomicInteger done = new AtomicInteger();
  private final Set<String> failures = new ConcurrentSkipListSet<>();
  private final List<Thread> callers = new ArrayList<>();
  private volatile boolean stopped;

  /** One call. */
  @FunctionalInterface
  public interface Call {

    /**
     * @return what went wrong, or an empty text
     */
    String make();
  }

  private Load() {}

  /**
   * @param callers how many call at the same time
   * @param call what each of them does
   * @return callers at work
   */
  public static Load of(int callers, Call call) {
    var load = new Load();
    for (int i = 0; i < callers; i++) {
      load.callers.add(Thread.ofVirtual().start(() -> load.run(call)));
    }
    return load;
  }

  /**
   * @param callers how many call at the same time
   * @param sidecar whom they call
   * @param verb such as {@code GET}
   * @param path from the slash on
   * @param body empty for none
   * @return callers at work, for whom an answer of 2xx is a good one
   */
  public static Load http(int callers, Sidecar sidecar, String verb, String path, String body) {
    return of(
        callers,
        () -> {
          var answer = sidecar.send(verb, path, body);
          return answer.statusCode() / 100 == 2 ? "" : answer.statusCode() + " " + answer.body();
        });
  }

  private void run(Call call) {
    while (!stopped) {
      try {
        String failure = call.make();
        if (!failure.isEmpty()) {
          failures.add(failure);
        }
      } catch (RuntimeException e) {
        failures.add(e.toString());
      }
      done.incrementAndGet();
    }
  }

  /**
   * Waits until as many calls more are over, whatever became of them.
   *
   * @return this
   */
  public Load awaitMore(int count) {
    int before = done.get();
    Awaitility.await().atMost(PATIENCE).until(() -> done.get() >= before + count);
    return this;
  }

  /**
   * Stops, waits for the last calls, and fails if any has.
   *
   * @param context for the report, such as the sidecar's log
   */
  public void assertNoneFailed(String context) {
    close();
    assertThat(failures).as("what went wrong in %d calls\n%s", done.get(), context).isEmpty();
  }

  /**
   * @return what went wrong, each once
   */
  public Set<String> failures() {
    return failures;
  }

  /** Stops, and waits for the last calls. */
  @Override
  public void close() {
    stopped = true;
    for (Thread caller : callers) {
      try {
        caller.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
