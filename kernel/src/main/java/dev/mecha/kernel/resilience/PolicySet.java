package dev.mecha.kernel.resilience;

import dev.mecha.kernel.expression.InvalidExpressionException;
import dev.mecha.kernel.resource.ResiliencyResource;
import dev.mecha.kernel.resource.ResiliencyTargets;
import dev.mecha.kernel.resource.ResiliencyTargets.Scope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What applies to what, by all resources that are loaded together. Immutable. */
final class PolicySet {

  /**
   * What a resource says of an application.
   *
   * @param policies what applies
   * @param cacheSize of how many methods breakers are kept
   */
  record App(Policies policies, int cacheSize) {}

  /**
   * What a resource says of a type of actors.
   *
   * @param policies what applies
   * @param scope who shares a breaker
   * @param cacheSize of how many actors breakers are kept
   */
  record Actor(Policies policies, Scope scope, int cacheSize) {}

  private final String name;
  private final String namespace;
  private final Map<BuiltIn, RetryPolicy> builtIns = new EnumMap<>(BuiltIn.class);
  private final Map<String, App> apps = new HashMap<>();
  private final Map<String, Actor> actors = new HashMap<>();
  private final Map<Direction, Map<String, Policies>> components = new EnumMap<>(Direction.class);
  private final Map<Direction, Map<ComponentType, Policies>> componentDefaults =
      new EnumMap<>(Direction.class);
  private final Policies appDefaults;
  private final Policies actorDefaults;

  private PolicySet(List<ResiliencyResource> resources, PolicyTable table) {
    // The peer names the last one in the metrics of all.
    this.name = resources.isEmpty() ? "" : resources.getLast().name();
    this.namespace = resources.isEmpty() ? "" : resources.getLast().namespace();
    for (BuiltIn builtIn : BuiltIn.values()) {
      builtIns.put(builtIn, table.builtIn(builtIn));
    }
    for (Direction direction : Direction.values()) {
      components.put(direction, new HashMap<>());
      componentDefaults.put(direction, componentDefaults(table, direction));
    }
    resources.forEach(resource -> addTargets(resource.targets(), table));
    appDefaults = table.defaults(List.of("App", ""));
    actorDefaults = table.defaults(List.of("Actor", ""));
  }

  /**
   * Merges resources; of what two of them name the later one counts.
   *
   * @param resources those that cannot be used are said and left out
   * @param listener is told of those that are loaded
   */
  static PolicySet of(List<ResiliencyResource> resources, GuardListener listener) {
    var table = new PolicyTable();
    var loaded = new ArrayList<ResiliencyResource>();
    for (ResiliencyResource resource : resources) {
      try {
        table.add(resource);
        loaded.add(resource);
        listener.loaded(resource.name(), resource.namespace());
      } catch (InvalidExpressionException e) {
        PolicyTable.refuse(resource, e);
      }
    }
    return new PolicySet(loaded, table);
  }

  private static Map<ComponentType, Policies> componentDefaults(
      PolicyTable table, Direction direction) {
    var defaults = new EnumMap<ComponentType, Policies>(ComponentType.class);
    String level = "Component" + direction.part();
    for (ComponentType type : ComponentType.values()) {
      defaults.put(type, table.defaults(List.of(type.part() + level, level, "Component", "")));
    }
    return defaults;
  }

  private void addTargets(ResiliencyTargets targets, PolicyTable table) {
    targets
        .apps()
        .forEach(
            (app, target) ->
                apps.put(
                    app, new App(table.named("apps." + app, target.names()), target.cacheSize())));
    targets
        .actors()
        .forEach(
            (type, target) ->
                actors.put(
                    type,
                    new Actor(
                        table.named("actors." + type, target.names()),
                        target.scope(),
                        target.cacheSize())));
    targets
        .components()
        .forEach(
            (component, target) -> {
              String path = "components." + component;
              of(Direction.INBOUND)
                  .put(component, table.named(path + ".inbound", target.inbound()));
              of(Direction.OUTBOUND)
                  .put(component, table.named(path + ".outbound", target.outbound()));
            });
  }

  private Map<String, Policies> of(Direction direction) {
    return components.getOrDefault(direction, Map.of());
  }

  GuardListener.Target target(Direction direction, String target) {
    return new GuardListener.Target(name, namespace, direction, target);
  }

  RetryPolicy builtIn(BuiltIn builtIn) {
    return builtIns.getOrDefault(builtIn, builtIn.policy());
  }

  /** The applications that a resource names. */
  Map<String, App> apps() {
    return apps;
  }

  /** What applies to all others. */
  Policies appDefaults() {
    return appDefaults;
  }

  /** The types of actors that a resource names. */
  Map<String, Actor> actors() {
    return actors;
  }

  /** What applies to all others. */
  Policies actorDefaults() {
    return actorDefaults;
  }

  /** What applies to a component. */
  Policies component(String component, ComponentType type, Direction direction) {
    Policies named = of(direction).get(component);
    return named != null
        ? named
        : componentDefaults.getOrDefault(direction, Map.of()).getOrDefault(type, Policies.NONE);
  }
}
