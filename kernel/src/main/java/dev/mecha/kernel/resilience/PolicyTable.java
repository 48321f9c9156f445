package dev.mecha.kernel.resilience;

import dev.mecha.kernel.expression.InvalidExpressionException;
import dev.mecha.kernel.resource.ResiliencyPolicies;
import dev.mecha.kernel.resource.ResiliencyResource;
import dev.mecha.kernel.resource.ResiliencyTargets.Names;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policies of all resources by name, the built-in ones among them. For one thread. */
final class PolicyTable {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  private final Map<String, Duration> timeouts = new HashMap<>();
  private final Map<String, RetryPolicy> retries = new HashMap<>();
  private final Map<String, BreakerPolicy> breakers = new HashMap<>();

  PolicyTable() {
    for (BuiltIn builtIn : BuiltIn.values()) {
      retries.put(builtIn.policyName(), builtIn.policy());
    }
  }

  /**
   * Adds what a resource defines; of two of one name the later one counts.
   *
   * @throws InvalidExpressionException if a breaker trips on what is no condition; nothing is added
   */
  void add(ResiliencyResource resource) throws InvalidExpressionException {
    ResiliencyPolicies policies = resource.policies();
    breakers.putAll(compiled(policies)); // first, since only this can fail
    timeouts.putAll(policies.timeouts());
    policies.retries().forEach((name, retry) -> addRetry(name, RetryPolicy.of(retry)));
  }

  private static Map<String, BreakerPolicy> compiled(ResiliencyPolicies policies)
      throws InvalidExpressionException {
    var compiled = new HashMap<String, BreakerPolicy>();
    for (var breaker : policies.circuitBreakers().entrySet()) {
      compiled.put(breaker.getKey(), BreakerPolicy.of(breaker.getValue()));
    }
    return compiled;
  }

  private void addRetry(String name, RetryPolicy policy) {
    if (name.equals(BuiltIn.ACTOR_NOT_FOUND.policyName())) {
      LOG.warn(
          "Attempted to override protected policy {} which is not allowed. Ignoring provided policy"
              + " and using default.",
          name);
    } else if (isBuiltIn(name) && policy.maxRetries() < BuiltIn.MIN_RETRIES) {
      LOG.warn(
          "Attempted override of {} did not meet minimum retry count, resetting to {}.",
          name,
          BuiltIn.MIN_RETRIES);
      retries.put(name, policy.withRetries(BuiltIn.MIN_RETRIES));
    } else {
      retries.put(name, policy);
    }
  }

  private static boolean isBuiltIn(String name) {
    return List.of(BuiltIn.values()).stream().anyMatch(known -> known.policyName().equals(name));
  }

  RetryPolicy builtIn(BuiltIn builtIn) {
    return retries.getOrDefault(builtIn.policyName(), builtIn.policy());
  }

  /**
   * What a target names. A name that nothing has is no policy; that is said, since the peer leaves
   * its users wondering.
   *
   * @param target for the log, such as {@code apps.orders}
   */
  Policies named(String target, Names names) {
    return new Policies(
        positive(find(timeouts, names.timeout(), "timeout", target)),
        find(retries, names.retry(), "retry", target),
        breaker(
            names.circuitBreaker(),
            find(breakers, names.circuitBreaker(), "circuitBreaker", target)));
  }

  private static <T> @Nullable T find(
      Map<String, T> policies, String name, String field, String target) {
    T policy = policies.get(name);
    if (policy == null && !name.isEmpty()) {
      LOG.warn("Resiliency target {}: there is no {} policy \"{}\"", target, field, name);
    }
    return policy;
  }

  /**
   * What applies to targets that no resource names. Each class of policies is looked up on its own.
   *
   * @param levels what is between {@code Default} and {@code RetryPolicy}, the most specific first
   */
  Policies defaults(List<String> levels) {
    Duration timeout = null;
    RetryPolicy retry = null;
    Policies.NamedBreaker breaker = null;
    for (String level : levels.reversed()) {
      Duration ownTimeout = timeouts.get("Default" + level + "TimeoutPolicy");
      timeout = ownTimeout == null ? timeout : ownTimeout;
      RetryPolicy ownRetry = retries.get("Default" + level + "RetryPolicy");
      retry = ownRetry == null ? retry : ownRetry;
      String name = "Default" + level + "CircuitBreakerPolicy";
      var ownBreaker = breaker(name, breakers.get(name));
      breaker = ownBreaker == null ? breaker : ownBreaker;
    }
    return new Policies(positive(timeout), retry, breaker);
  }

  private static @Nullable Duration positive(@Nullable Duration timeout) {
    return timeout == null || timeout.isZero() ? null : timeout;
  }

  private static Policies.@Nullable NamedBreaker breaker(
      String name, @Nullable BreakerPolicy policy) {
    return policy == null ? null : new Policies.NamedBreaker(name, policy);
  }

  /**
   * Says what is wrong with a resource, and that it counts for nothing.
   *
   * @param resource what is left out
   * @param problem what is wrong
   */
  static void refuse(ResiliencyResource resource, InvalidExpressionException problem) {
    LOG.error(
        "{}{}: circuit breaker: trip: {}",
        ResiliencyResource.UNREADABLE,
        resource.name(),
        problem.getMessage());
  }
}
