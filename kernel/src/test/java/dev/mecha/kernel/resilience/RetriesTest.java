package dev.mecha.kernel.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.resource.StatusCodes;
import dev.mecha.kernel.testing.LogCapture;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetriesTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final VirtualTiming timing = new VirtualTiming();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger retried = new AtomicInteger();

  private Retries retries(RetryPolicy policy, double random) {
    RandomGenerator generator =
        new RandomGenerator() {
          @Override
          public long nextLong() {
            throw new UnsupportedOperationException();
          }

          @Override
          public double nextDouble() {
            return random;
          }
        };
    return new Retries("op", policy, _ -> false, timing, generator, retried::incrementAndGet);
  }

  private static RetryPolicy constant(int maxRetries) {
    return RetryPolicy.of(new Backoff.Constant(SECOND), maxRetries);
  }

  /** Fails as often as said, then works. */
  private Attempt<String, IOException> failing(int failures) {
    return () -> {
      if (calls.incrementAndGet() <= failures) {
        throw new IOException("failure " + calls);
      }
      return "ok";
    };
  }

  private static List<Duration> times(int count, Duration duration) {
    return Stream.generate(() -> duration).limit(count).toList();
  }

  @ParameterizedTest
  @CsvSource({
    // most retries, failures, tries, whether it works
    "3,  0, 1, true",
    "3,  2, 3, true",
    "3,  3, 4, true",
    "3,  4, 4, false",
    "1,  9, 2, false",
    "0,  1, 1, false",
    "-1, 50, 51, true",
  })
  void triesUntilItWorksOrIsEnough(int maxRetries, int failures, int tries, boolean works)
      throws Exception {
    Retries guard = retries(constant(maxRetries), 0);
    if (works) {
      assertThat(guard.run(failing(failures))).isEqualTo("ok");
    } else {
      assertThatThrownBy(() -> guard.run(failing(failures)))
          .isInstanceOf(IOException.class)
          .hasMessage("failure " + tries);
    }
    assertThat(calls).hasValue(tries);
    assertThat(timing.sleeps()).isEqualTo(times(tries - 1, SECOND));
    assertThat(retried).hasValue(tries > 1 ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    // random, expected milliseconds
    "0,   250 375 562 843",
    "0.5, 500 750 1125 1687",
    "1,   750 1125 1687 2531",
  })
  void growsByHalfAndIsOffByHalf(double random, String expected) throws Exception {
    var backoff = new Backoff.Exponential(Duration.ofSeconds(60), Duration.ofMinutes(15));
    retries(RetryPolicy.of(backoff, 4), random).run(failing(4));
    assertThat(timing.sleeps())
        .extracting(delay -> Long.toString(delay.toMillis()))
        .isEqualTo(List.of(expected.split(" ")));
  }

  @Test
  void growsNoFurtherThanTheCap() throws Exception {
    var backoff = new Backoff.Exponential(Duration.ofMillis(600), Duration.ofMinutes(15));
    retries(RetryPolicy.of(backoff, -1), 0.5).run(failing(5));
    assertThat(timing.sleeps())
        .extracting(Duration::toMillis)
        .containsExactly(500L, 600L, 600L, 600L, 600L);
  }

  @Test
  void stopsBeforeTheTimeIsOver() {
    var backoff = new Backoff.Exponential(SECOND, Duration.ofSeconds(10));
    assertThatThrownBy(() -> retries(RetryPolicy.of(backoff, -1), 0.5).run(failing(1000)))
        .isInstanceOf(IOException.class);
    // 0.5 + 0.75 + 8 × 1 s; another second would end after ten
    assertThat(timing.sleeps()).hasSize(10);
  }

  @ParameterizedTest
  @CsvSource({
    // HTTP codes that are tried again, gRPC codes, code of the failure, whether it is tried again
    "100-599, 0-16, 500, true",
    "100-599, 0-16, 14, true",
    "100-599, 0-16, 17, false",
    "100-599, 0-16, 99, false",
    "100-599, 0-16, 600, false",
    "100-599, 0-16, -1, false",
    "500-503, 0-16, 503, true",
    "500-503, 0-16, 504, false",
    "500-503, 0-16, 14, true",
    "500-503, 14-14, 13, false",
  })
  void aCodeIsTriedAgainIfThePolicyNamesIt(String http, String grpc, int code, boolean again) {
    var policy = new RetryPolicy(new Backoff.Constant(Duration.ZERO), 2, codes(http), codes(grpc));
    assertThatThrownBy(
            () ->
                retries(policy, 0)
                    .run(
                        () -> {
                          calls.incrementAndGet();
                          throw new CodedException(code);
                        }))
        .isInstanceOf(CodedException.class);
    assertThat(calls).hasValue(again ? 3 : 1);
  }

  private static StatusCodes codes(String range) {
    String[] ends = range.split("-");
    return new StatusCodes(
        List.of(new StatusCodes.Range(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]))));
  }

  @Test
  void anOpenCircuitIsNotTriedAgain() {
    assertThatThrownBy(
            () ->
                retries(constant(5), 0)
                    .run(
                        () -> {
                          calls.incrementAndGet();
                          throw CircuitOpenException.open();
                        }))
        .isInstanceOf(CircuitOpenException.class)
        .hasMessage("circuit breaker is open");
    assertThat(calls).hasValue(1);
  }

  @Test
  void whatTheCallerCallsPermanentIsNotTriedAgain() {
    Predicate<Exception> permanent = IOException.class::isInstance;
    var guard =
        new Retries("op", constant(5), permanent, timing, RandomGenerator.of("Random"), () -> {});
    assertThatThrownBy(() -> guard.run(failing(9))).isInstanceOf(IOException.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void anErrorIsNotTriedAgain() {
    assertThatThrownBy(
            () ->
                retries(constant(5), 0)
                    .run(
                        () -> {
                          calls.incrementAndGet();
                          throw new AssertionError("broken");
                        }))
        .isInstanceOf(AssertionError.class);
    assertThat(calls).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInterruptEndsIt(boolean whileWaiting) {
    assertThatThrownBy(
            () ->
                retries(constant(5), 0)
                    .run(
                        () -> {
                          calls.incrementAndGet();
                          if (whileWaiting) {
                            Thread.currentThread().interrupt();
                            throw new IOException("failure");
                          }
                          throw new InterruptedException();
                        }))
        .isInstanceOf(InterruptedException.class);
    assertThat(calls).hasValue(1);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void saysSoOnceInThePeersWords() throws Exception {
    try (var log = LogCapture.of("dapr.runtime")) {
      retries(RetryPolicy.of(new Backoff.Constant(Duration.ofMillis(1500)), 5), 0).run(failing(3));
      assertThat(log.lines())
          .containsExactly(
              "WARNING Error processing operation op. Retrying in 1.5s…",
              "FINE Error for operation op was: java.io.IOException: failure 1",
              "INFO Recovered processing operation op after 4 attempts");
    }
  }
}
