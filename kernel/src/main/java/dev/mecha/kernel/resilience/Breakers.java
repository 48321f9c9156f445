package dev.mecha.kernel.resilience;

import dev.mecha.kernel.resilience.Policies.NamedBreaker;
import dev.mecha.kernel.resource.ResiliencyTargets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The circuit breakers of one {@link PolicySet}. Of applications and actors, of which there may be
 * any number, those that were used last are kept. Thread-safe.
 */
final class Breakers {

  /** Of how many applications and types of actors without a target of their own. */
  private static final int UNNAMED = 1000;

  private final Map<String, Lru<CircuitBreaker>> apps = new HashMap<>();
  private final Map<String, Lru<CircuitBreaker>> actors = new HashMap<>();
  private final Lru<Lru<CircuitBreaker>> otherApps = new Lru<>(UNNAMED);
  private final Lru<CircuitBreaker> otherActors = new Lru<>(UNNAMED);
  private final Map<Component, CircuitBreaker> components = new ConcurrentHashMap<>();
  private final Factory factory;

  /** Makes a breaker. */
  @FunctionalInterface
  interface Factory {
    /**
     * @param name for the log
     * @param policy what applies
     * @param target in whose name it is counted
     */
    CircuitBreaker make(String name, BreakerPolicy policy, GuardListener.Target target);
  }

  private record Component(String name, Direction direction) {}

  Breakers(PolicySet policies, Factory factory) {
    this.factory = factory;
    policies.apps().forEach((name, app) -> apps.put(name, new Lru<>(app.cacheSize())));
    policies.actors().forEach((type, actor) -> actors.put(type, new Lru<>(actor.cacheSize())));
  }

  private Function<String, CircuitBreaker> make(NamedBreaker breaker, GuardListener.Target target) {
    return key -> factory.make(key, breaker.policy(), target);
  }

  CircuitBreaker app(String app, String key, NamedBreaker breaker, GuardListener.Target target) {
    Lru<CircuitBreaker> named = apps.get(app);
    Lru<CircuitBreaker> methods =
        named != null
            ? named
            : otherApps.get(app, _ -> new Lru<>(ResiliencyTargets.App.CACHE_SIZE));
    return methods.get(key, make(breaker, target));
  }

  CircuitBreaker actor(String type, String key, NamedBreaker breaker, GuardListener.Target target) {
    return actors.getOrDefault(type, otherActors).get(key, make(breaker, target));
  }

  /** One for each direction: what comes in says nothing about what goes out. */
  CircuitBreaker component(String component, NamedBreaker breaker, GuardListener.Target target) {
    return components.computeIfAbsent(
        new Component(component, target.direction()),
        _ -> factory.make(breaker.name() + "-" + component, breaker.policy(), target));
  }
}
