package dev.mecha.kernel.resource;

import java.time.Duration;
import java.util.Map;

/**
 * The policies that a {@link ResiliencyResource} defines, by name.
 *
 * @param timeouts how long one try may take; zero for as long as it likes
 * @param retries how often and when something is tried again
 * @param circuitBreakers when nothing is tried for a while
 */
public record ResiliencyPolicies(
    Map<String, Duration> timeouts,
    Map<String, Retry> retries,
    Map<String, CircuitBreaker> circuitBreakers) {

  /** How the time between tries grows. */
  public enum Growth {
    /** Not at all. */
    CONSTANT,
    /** By half each time, with some randomness. */
    EXPONENTIAL
  }

  /**
   * A retry policy.
   *
   * @param growth {@code policy}
   * @param duration between tries, if it is constant; 5 s by default
   * @param maxInterval the most that it grows to; 60 s by default
   * @param maxRetries how often it is tried again; negative (the default) for no limit
   * @param http {@code matching.httpStatusCodes}: the statuses that are tried again
   * @param grpc {@code matching.gRPCStatusCodes}: the codes that are tried again
   */
  public record Retry(
      Growth growth,
      Duration duration,
      Duration maxInterval,
      int maxRetries,
      StatusCodes http,
      StatusCodes grpc) {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration MAX_INTERVAL = Duration.ofSeconds(60);

    static Retry read(ResourceNode node) {
      ResourceNode matching = node.field("matching");
      return new Retry(
          growth(node.field("policy")),
          node.field("duration").durationOrMillis(INTERVAL),
          node.field("maxInterval").durationOrMillis(MAX_INTERVAL),
          node.field("maxRetries").integer(-1),
          StatusCodes.read(matching.field("httpStatusCodes"), StatusCodes.HTTP),
          StatusCodes.read(matching.field("gRPCStatusCodes"), StatusCodes.GRPC));
    }

    private static Growth growth(ResourceNode node) {
      String text = node.text("");
      if (text.isEmpty() || text.equalsIgnoreCase("constant")) {
        return Growth.CONSTANT;
      } else if (text.equalsIgnoreCase("exponential")) {
        return Growth.EXPONENTIAL;
      }
      throw node.wrong("constant or exponential");
    }
  }

  /**
   * A circuit breaker.
   *
   * @param maxRequests how many probes a half-open breaker lets through, and how many of them must
   *     work before it closes; at least 1, which is the default
   * @param interval how often a closed breaker forgets what it has counted; zero (the default) for
   *     never
   * @param timeout how long an open breaker waits before it lets a probe through; 60 s by default
   * @param trip when a closed breaker opens, as a CEL expression; empty for more than 5 failures in
   *     a row
   */
  public record CircuitBreaker(int maxRequests, Duration interval, Duration timeout, String trip) {

    private static final Duration OPEN = Duration.ofSeconds(60);

    static CircuitBreaker read(ResourceNode node) {
      Duration timeout = node.field("timeout").durationOrMillis(OPEN);
      return new CircuitBreaker(
          Math.max(1, natural(node.field("maxRequests"))),
          node.field("interval").durationOrMillis(Duration.ZERO),
          timeout.isZero() ? OPEN : timeout,
          node.field("trip").text("").strip());
    }
  }

  static ResiliencyPolicies read(ResourceNode node) {
    return new ResiliencyPolicies(
        node.field("timeouts").entries(ResiliencyPolicies::timeout),
        node.field("retries").entries(Retry::read),
        node.field("circuitBreakers").entries(CircuitBreaker::read));
  }

  /** A policy that is there has a value: an empty one is a mistake. */
  private static Duration timeout(ResourceNode node) {
    if (node.text("").isEmpty()) {
      throw node.wrong(ResourceNode.DURATION_OR_MILLIS);
    }
    return node.durationOrMillis(Duration.ZERO);
  }

  static int natural(ResourceNode node) {
    int value = node.integer(0);
    if (value < 0) {
      throw node.wrong("a whole number >= 0");
    }
    return value;
  }
}
