package dev.mecha.kernel.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.expression.InvalidExpressionException;
import dev.mecha.kernel.resource.ResiliencyPolicies;
import dev.mecha.kernel.testing.LogCapture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CircuitBreakerTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final VirtualTiming timing = new VirtualTiming();
  private final List<CircuitState> changes = new CopyOnWriteArrayList<>();

  private CircuitBreaker breaker(int maxRequests, Duration interval, String trip)
      throws InvalidExpressionException {
    var policy = new ResiliencyPolicies.CircuitBreaker(maxRequests, interval, TIMEOUT, trip);
    return new CircuitBreaker("b", BreakerPolicy.of(policy), timing, changes::add);
  }

  /** What becomes of one call: {@code +} worked, {@code -} failed, o and m were not let through. */
  private static char call(CircuitBreaker breaker, boolean works) throws InterruptedException {
    try {
      return breaker.run(
          () -> {
            if (works) {
              return '+';
            }
            throw new IOException("failure");
          });
    } catch (CircuitOpenException e) {
      return "circuit breaker is open".equals(e.getMessage()) ? 'o' : 'm';
    } catch (IOException e) {
      return '-';
    }
  }

  /**
   * Plays a script: {@code +} and {@code -} are calls, a digit lets so many tens of seconds pass.
   */
  private String play(CircuitBreaker breaker, String script) throws InterruptedException {
    var seen = new StringBuilder();
    for (int i = 0; i < script.length(); i++) {
      char step = script.charAt(i);
      if (Character.isDigit(step)) {
        timing.advance(Duration.ofSeconds(10L * (step - '0')).plusNanos(1));
      } else {
        seen.append(call(breaker, step == '+'));
      }
    }
    return seen.toString();
  }

  @ParameterizedTest
  @CsvSource({
    // probes, interval, trip, script, outcomes, state
    "1, 0, '', -----, -----, CLOSED",
    "1, 0, '', ------, ------, OPEN",
    "1, 0, '', -----+-----, -----+-----, CLOSED",
    "1, 0, '', ------++, ------oo, OPEN",
    "1, 0, '', ------5+, ------o, OPEN",
    "1, 0, '', ------6+-, ------+-, CLOSED",
    "1, 0, '', ------6-+6+, -------o+, CLOSED",
    "3, 0, '', ------6+++-, ------+++-, CLOSED",
    "3, 0, '', ------6++-+, ------++-o, OPEN",
    "1, 15, '', -----2-----, ----------, CLOSED",
    "1, 15, '', -----1-, ------, OPEN",
    "1, 0, consecutiveFailures >= 3, ---+, ---o, OPEN",
    "1, 0, totalFailures > 2, -+-+-+, -+-+-o, OPEN",
    "1, 0, requests >= 4 && totalFailures * 2 >= requests, +--+-, +--+-, OPEN",
    "1, 0, totalSuccesses > 1, ++-+, ++-o, OPEN",
    "1, 0, consecutiveSuccesses > 0, +-+, +-+, CLOSED",
    "1, 0, totalFailures / (requests - 1) > 0, -+, -+, CLOSED",
  })
  void opensAndCloses(
      int probes, int interval, String trip, String script, String outcomes, CircuitState state)
      throws Exception {
    CircuitBreaker breaker = breaker(probes, Duration.ofSeconds(interval), trip);
    assertThat(play(breaker, script)).isEqualTo(outcomes);
    assertThat(breaker.state()).isEqualTo(state);
  }

  @Test
  void tellsOfChanges() throws Exception {
    try (var log = LogCapture.of("dapr.runtime")) {
      play(breaker(1, Duration.ZERO, ""), "------6-6+");
      assertThat(changes)
          .containsExactly(CircuitState.OPEN, CircuitState.OPEN, CircuitState.CLOSED);
      assertThat(log.lines())
          .containsExactly(
              "INFO Circuit breaker \"b\" changed state from closed to open",
              "INFO Circuit breaker \"b\" changed state from open to half-open",
              "INFO Circuit breaker \"b\" changed state from half-open to open",
              "INFO Circuit breaker \"b\" changed state from open to half-open",
              "INFO Circuit breaker \"b\" changed state from half-open to closed");
    }
  }

  @Test
  void onlyAsManyProbesAsAllowedAreUnderWay() throws Exception {
    CircuitBreaker breaker = breaker(2, Duration.ZERO, "");
    play(breaker, "------6");
    char inner = breaker.run(() -> breaker.run(() -> call(breaker, true)));
    assertThat(inner).isEqualTo('m');
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void aProbeWhoseCallerGoesAwayGivesItsPlaceBack() throws Exception {
    CircuitBreaker breaker = breaker(1, Duration.ZERO, "");
    play(breaker, "------6");
    assertThatThrownBy(
            () ->
                breaker.run(
                    () -> {
                      throw new InterruptedException();
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
    assertThat(play(breaker, "+-")).isEqualTo("+-");
  }

  @Test
  void callersWhoGoAwayDoNotOpenIt() throws Exception {
    CircuitBreaker breaker = breaker(1, Duration.ZERO, "totalFailures > 0");
    assertThatThrownBy(
            () ->
                breaker.run(
                    () -> {
                      throw new InterruptedException();
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void anErrorIsAFailure() throws Exception {
    CircuitBreaker breaker = breaker(1, Duration.ZERO, "totalFailures > 0");
    assertThatThrownBy(
            () ->
                breaker.run(
                    () -> {
                      throw new AssertionError("broken");
                    }))
        .isInstanceOf(AssertionError.class);
    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void anOutcomeFromBeforeDoesNotCount() throws Exception {
    CircuitBreaker breaker = breaker(1, Duration.ZERO, "");
    assertThatThrownBy(
            () ->
                breaker.run(
                    () -> {
                      play(breaker, "------6+");
                      throw new IOException("from before it opened");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(play(breaker, "-----+")).isEqualTo("-----+");
  }

  @Test
  void manyThreadsSeeOneBreaker() throws Exception {
    CircuitBreaker breaker = breaker(1, Duration.ZERO, "totalFailures >= 100");
    var tried = new AtomicInteger();
    inParallel(
        400,
        () -> {
          tried.incrementAndGet();
          throw new IOException("failure");
        },
        breaker);
    assertThat(changes).containsExactly(CircuitState.OPEN);
    assertThat(tried.get()).isBetween(100, 400);

    timing.advance(TIMEOUT.plusNanos(1));
    var probes = new AtomicInteger();
    var hold = new CountDownLatch(1);
    int refused =
        inParallel(
            50,
            () -> {
              probes.incrementAndGet();
              hold.await();
              return 'x';
            },
            breaker,
            hold);
    assertThat(probes).hasValue(1);
    assertThat(refused).isEqualTo(49);
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  private static void inParallel(
      int threads, Attempt<Character, IOException> attempt, CircuitBreaker breaker)
      throws Exception {
    inParallel(threads, attempt, breaker, new CountDownLatch(0));
  }

  /** Lets go of those who wait when all others were refused. */
  private static int inParallel(
      int threads,
      Attempt<Character, IOException> attempt,
      CircuitBreaker breaker,
      CountDownLatch hold)
      throws Exception {
    var refused = new AtomicInteger();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = new ArrayList<Future<?>>();
      for (int i = 0; i < threads; i++) {
        futures.add(
            executor.submit(
                () -> {
                  try {
                    breaker.run(attempt);
                  } catch (CircuitOpenException e) {
                    if (refused.incrementAndGet() == threads - 1) {
                      hold.countDown();
                    }
                  } catch (IOException e) {
                    // counted by the breaker
                  }
                  return true;
                }));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    }
    return refused.get();
  }
}
