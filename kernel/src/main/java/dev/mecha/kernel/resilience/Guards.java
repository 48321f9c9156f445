package dev.mecha.kernel.resilience;

import dev.mecha.kernel.resilience.GuardListener.PolicyKind;
import dev.mecha.kernel.resilience.GuardListener.Target;
import dev.mecha.kernel.resource.ResiliencyResource;
import dev.mecha.kernel.resource.ResiliencyTargets.Scope;
import dev.mecha.spi.time.Time;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guards of all targets, by the resources that are loaded. A target that a resource names gets
 * what it says there and nothing else; others get the policies whose names start with {@code
 * Default}. Resources may be replaced at any time: calls under way end by the old ones, and
 * breakers start anew. Thread-safe; starts no thread before a try has a limit.
 */
public final class Guards {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  private final Time time;
  private final RandomGenerator random;
  private final GuardListener listener;
  private volatile Rules rules;

  /** What applies now, and the breakers that belong to it. */
  private record Rules(List<String> resources, PolicySet policies, Breakers breakers) {}

  /**
   * Without resources: nothing but the built-in retries.
   *
   * @param time {@link Time#system}, or a virtual one in tests
   * @param random scatters tries; thread-safe
   * @param listener is told what the policies do
   */
  public Guards(Time time, RandomGenerator random, GuardListener listener) {
    this.time = time;
    this.random = random;
    this.listener = listener;
    this.rules = rules(List.of());
  }

  /**
   * Replaces all resources. One that cannot be used is said in the log and left out.
   *
   * @param resources those that are meant for this application, in the order in which they were
   *     found
   */
  public void replace(List<ResiliencyResource> resources) {
    resources.forEach(
        resource -> LOG.info("Loading Resiliency configuration: {}", resource.name()));
    rules = rules(resources);
  }

  private Rules rules(List<ResiliencyResource> resources) {
    PolicySet policies = PolicySet.of(resources, listener);
    return new Rules(
        resources.stream().map(ResiliencyResource::name).toList(),
        policies,
        new Breakers(policies, this::breaker));
  }

  /**
   * @return the names of the resources that are loaded
   */
  public List<String> names() {
    return rules.resources;
  }

  private CircuitBreaker breaker(String name, BreakerPolicy policy, Target target) {
    return new CircuitBreaker(
        name,
        policy,
        time,
        state -> listener.activated(target, PolicyKind.CIRCUIT_BREAKER, state.label()));
  }

  /**
   * What applies now to calls of an application, an HTTP endpoint or a URL. For one call: ask again
   * for the next.
   *
   * @param app as the caller named it
   * @param key what has a breaker of its own there, such as {@code orders:/new}
   * @return the guard; {@link Guard#NONE} itself if nothing applies
   */
  public Guard app(String app, String key) {
    Rules now = rules;
    PolicySet.App named = now.policies.apps().get(app);
    Policies policies = named == null ? now.policies.appDefaults() : named.policies();
    if (policies.isEmpty()) {
      return Guard.NONE;
    }
    Target target = now.policies.target(Direction.OUTBOUND, "app_" + app);
    var breaker = policies.breaker();
    return guard(
        "endpoint[" + app + ", " + key + "]",
        target,
        policies,
        breaker == null ? null : now.breakers.app(app, key, breaker, target));
  }

  /**
   * @param app as the caller named it
   * @return whether a resource has a target of that name: then there are no built-in retries.
   *     Policies for all applications do not count.
   */
  public boolean hasAppTarget(String app) {
    return rules.policies.apps().containsKey(app);
  }

  /**
   * What applies now around the wait for an actor's turn: retries and a breaker. For one call.
   *
   * @param type of the actor
   * @param id of the actor
   * @return the guard; {@link Guard#NONE} itself if nothing applies
   */
  public Guard actor(String type, String id) {
    Rules now = rules;
    PolicySet.Actor named = now.policies.actors().get(type);
    Policies policies = actorPolicies(now, named).withoutTimeout();
    if (policies.isEmpty()) {
      return Guard.NONE;
    }
    Target target = now.policies.target(Direction.OUTBOUND, "actor_" + type);
    String key = named == null || named.scope() == Scope.TYPE ? type : type + "-" + id;
    var breaker = policies.breaker();
    return guard(
        "actor[" + type + ", " + id + "]",
        target,
        policies,
        breaker == null ? null : now.breakers.actor(type, key, breaker, target));
  }

  /**
   * What applies now to an actor's turn itself: a timeout. For one call.
   *
   * @param type of the actor
   * @param id of the actor
   * @return the guard; {@link Guard#NONE} itself if nothing applies
   */
  public Guard actorTurn(String type, String id) {
    Rules now = rules;
    Policies policies = actorPolicies(now, now.policies.actors().get(type)).timeoutOnly();
    return policies.isEmpty()
        ? Guard.NONE
        : guard(
            "actor[" + type + ", " + id + "]",
            now.policies.target(Direction.OUTBOUND, "actor_" + type),
            policies,
            null);
  }

  private static Policies actorPolicies(Rules now, PolicySet.@Nullable Actor named) {
    return named == null ? now.policies.actorDefaults() : named.policies();
  }

  /**
   * @param type of actors
   * @return whether a resource has a target of that name
   */
  public boolean hasActorTarget(String type) {
    return rules.policies.actors().containsKey(type);
  }

  /**
   * What applies to a component, for as long as the component lives: each call sees the resources
   * of its time.
   *
   * @param name of the component
   * @param type of the component
   * @param direction which way calls go
   * @return the guard, never {@link Guard#NONE} itself; costs next to nothing while nothing applies
   */
  public Guard component(String name, ComponentType type, Direction direction) {
    return new Guard() {
      @Override
      public <T, E extends Exception> T run(Attempt<T, E> attempt) throws E, InterruptedException {
        return componentNow(name, type, direction).run(attempt);
      }
    };
  }

  private Guard componentNow(String name, ComponentType type, Direction direction) {
    Rules now = rules;
    Policies policies = now.policies.component(name, type, direction);
    if (policies.isEmpty()) {
      return Guard.NONE;
    }
    Target target = now.policies.target(direction, type.part() + "_" + name);
    var breaker = policies.breaker();
    return guard(
        "component[" + name + "] " + (direction == Direction.INBOUND ? "input" : "output"),
        target,
        policies,
        breaker == null ? null : now.breakers.component(name, breaker, target));
  }

  /**
   * Retries that a call gets although nobody has asked for them. They are not counted; an attempt
   * that has to know how often it was tried counts itself.
   *
   * @param name which
   * @param permanent what is not tried again
   * @return the guard
   */
  public Guard builtIn(BuiltIn name, Predicate<Exception> permanent) {
    return new Retries(
        name.policyName(), rules.policies.builtIn(name), permanent, time, random, () -> {});
  }

  /**
   * Retries as above, for attempts whose failures are {@link CodedFailure}s where they matter.
   *
   * @param name which
   * @return the guard
   */
  public Guard builtIn(BuiltIn name) {
    return builtIn(name, _ -> false);
  }

  private Guard guard(
      String operation, Target target, Policies policies, @Nullable CircuitBreaker breaker) {
    return new PolicyGuard(operation, target, policies, breaker, time, random, listener);
  }
}
