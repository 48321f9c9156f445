package dev.mecha.kernel.resource;

import java.util.Map;

/**
 * What the policies of a {@link ResiliencyResource} are for, by name.
 *
 * @param apps applications, HTTP endpoints and URLs
 * @param actors types of actors
 * @param components components
 */
public record ResiliencyTargets(
    Map<String, App> apps, Map<String, Actor> actors, Map<String, Component> components) {

  /**
   * The names of the policies of one target; an empty one means none of that class.
   *
   * @param timeout of a timeout
   * @param retry of a retry policy
   * @param circuitBreaker of a circuit breaker
   */
  public record Names(String timeout, String retry, String circuitBreaker) {

    static Names read(ResourceNode node) {
      return new Names(
          node.field("timeout").text(""),
          node.field("retry").text(""),
          node.field("circuitBreaker").text(""));
    }
  }

  /**
   * An application.
   *
   * @param names its policies
   * @param cacheSize {@code circuitBreakerCacheSize}: of how many methods breakers are kept; 100 by
   *     default
   */
  public record App(Names names, int cacheSize) {

    /** The default of {@link #cacheSize}. */
    public static final int CACHE_SIZE = 100;

    static App read(ResourceNode node) {
      return new App(Names.read(node), ResiliencyTargets.cacheSize(node, CACHE_SIZE));
    }
  }

  /** What shares one breaker. */
  public enum Scope {
    /** All actors of a type. */
    TYPE,
    /** Nobody: each actor has its own. */
    ID
  }

  /**
   * A type of actors.
   *
   * @param names its policies
   * @param scope {@code circuitBreakerScope}: required if there is a breaker
   * @param cacheSize {@code circuitBreakerCacheSize}: of how many actors breakers are kept; 5,000
   *     by default
   */
  public record Actor(Names names, Scope scope, int cacheSize) {

    private static final int CACHE_SIZE = 5000;

    static Actor read(ResourceNode node) {
      Names names = Names.read(node);
      Scope scope =
          names.circuitBreaker.isEmpty() ? Scope.ID : scope(node.field("circuitBreakerScope"));
      return new Actor(names, scope, ResiliencyTargets.cacheSize(node, CACHE_SIZE));
    }

    /** The peer takes {@code both} and treats it as {@code id}. */
    private static Scope scope(ResourceNode node) {
      return switch (node.text("")) {
        case "type" -> Scope.TYPE;
        case "id", "both" -> Scope.ID;
        default -> throw node.wrong("type, id or both");
      };
    }
  }

  /**
   * A component.
   *
   * @param inbound for what it brings to the application
   * @param outbound for what it is asked
   */
  public record Component(Names inbound, Names outbound) {

    static Component read(ResourceNode node) {
      return new Component(Names.read(node.field("inbound")), Names.read(node.field("outbound")));
    }
  }

  static ResiliencyTargets read(ResourceNode node) {
    return new ResiliencyTargets(
        node.field("apps").entries(App::read),
        node.field("actors").entries(Actor::read),
        node.field("components").entries(Component::read));
  }

  private static int cacheSize(ResourceNode target, int fallback) {
    int size = ResiliencyPolicies.natural(target.field("circuitBreakerCacheSize"));
    return size == 0 ? fallback : size;
  }
}
