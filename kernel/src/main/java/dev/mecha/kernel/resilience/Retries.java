package dev.mecha.kernel.resilience;

import dev.mecha.kernel.text.DurationText;
import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries until it works or the policy says that it is enough. Says so once when it starts and once
 * when it worked in the end, in the peer's words.
 *
 * @param operation what is tried, for the log
 * @param policy what is tried again, how often and when
 * @param permanent what is not tried again besides what the policy says
 * @param time the time that passes between tries
 * @param random scatters tries
 * @param onFirst done once if anything is tried again
 */
record Retries(
    String operation,
    RetryPolicy policy,
    Predicate<Exception> permanent,
    Time time,
    RandomGenerator random,
    Runnable onFirst)
    implements Guard {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  @Override
  public <T, E extends Exception> T run(Attempt<T, E> attempt) throws E, InterruptedException {
    Backoff.Delays delays = policy.delays(time, random);
    for (long tries = 1; ; tries++) {
      Duration delay;
      try {
        T result = attempt.run();
        if (tries > 1) {
          LOG.info("Recovered processing operation {} after {} attempts", operation, tries);
        }
        return result;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        boolean enough = policy.isPermanent(e) || permanent.test(e);
        delay = enough ? null : delays.next();
        if (delay == null) {
          throw e;
        }
        tell(tries, delay, e);
      }
      time.sleep(delay);
    }
  }

  private void tell(long tries, Duration delay, Exception failure) {
    if (tries == 1) {
      onFirst.run();
      LOG.warn("Error processing operation {}. Retrying in {}…", operation, DurationText.of(delay));
      LOG.debug("Error for operation {} was: {}", operation, failure.toString());
    }
  }
}
