package dev.mecha.kernel.resilience;

import java.time.Duration;

/**
 * Retries that a call gets although nobody has asked for them. A user's retry policy of that name
 * takes the place of one, with at least three retries.
 */
public enum BuiltIn {
  /** Calls of other sidecars for whose application there is no target: 3, a second apart. */
  SERVICE("DaprBuiltInServiceRetries"),
  /** Calls of actors that start workflows: 3, a second apart. */
  ACTOR("DaprBuiltInActorRetries"),
  /** Reminders of actors: for 15 minutes, at most 60 s apart. */
  ACTOR_REMINDER("DaprBuiltInActorReminderRetries"),
  /** What the application is asked when it starts: 3 within 10 s, about a second apart. */
  INITIALIZATION("DaprBuiltInInitializationRetries"),
  /**
   * Calls of actors that are nowhere for a moment: 5, a second apart. The one that nobody can
   * change.
   */
  ACTOR_NOT_FOUND("DaprBuiltInActorNotFoundRetries");

  /** The fewest retries that a user's policy in place of a built-in one can have. */
  static final int MIN_RETRIES = 3;

  private final String policyName;

  BuiltIn(String policyName) {
    this.policyName = policyName;
  }

  /**
   * @return the name of the retry policy
   */
  public String policyName() {
    return policyName;
  }

  RetryPolicy policy() {
    return switch (this) {
      case SERVICE, ACTOR -> everySecond(3);
      case ACTOR_NOT_FOUND -> everySecond(5);
      case ACTOR_REMINDER -> growing(-1, Duration.ofSeconds(60), Duration.ofMinutes(15));
      case INITIALIZATION -> growing(3, Duration.ofSeconds(1), Duration.ofSeconds(10));
    };
  }

  private static RetryPolicy everySecond(int maxRetries) {
    return RetryPolicy.of(new Backoff.Constant(Duration.ofSeconds(1)), maxRetries);
  }

  private static RetryPolicy growing(int maxRetries, Duration maxInterval, Duration maxElapsed) {
    return RetryPolicy.of(new Backoff.Exponential(maxInterval, maxElapsed), maxRetries);
  }
}
