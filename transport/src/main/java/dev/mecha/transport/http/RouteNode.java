package dev.mecha.transport.http;

import dev.mecha.kernel.pipeline.HttpRoute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place in the tree of all patterns: what may follow a number of segments, and which routes end
 * there.
 */
final class RouteNode {

  /** The key under which a route that answers to all verbs is kept. */
  private static final String ANY = "";

  private final Map<String, RouteNode> literals = new HashMap<>();
  private final Map<String, Leaf> leaves = new HashMap<>();
  private final Map<String, Leaf> tails = new HashMap<>();
  private @Nullable RouteNode parameter;

  /**
   * A route at the end of its pattern.
   *
   * @param route the route
   * @param names of its parameters, in order
   */
  record Leaf(HttpRoute route, List<String> names) {}

  RouteNode literalChild(String segment) {
    return literals.computeIfAbsent(segment, s -> new RouteNode());
  }

  RouteNode parameterChild() {
    if (parameter == null) {
      parameter = new RouteNode();
    }
    return parameter;
  }

  void addLeaf(HttpRoute route, List<String> names) {
    add(leaves, route, names);
  }

  void addTail(HttpRoute route, List<String> names) {
    add(tails, route, names);
  }

  private static void add(Map<String, Leaf> leaves, HttpRoute route, List<String> names) {
    Set<String> verbs = route.verbs().isEmpty() ? Set.of(ANY) : route.verbs();
    for (String verb : verbs) {
      Leaf other = leaves.putIfAbsent(verb, new Leaf(route, names));
      if (other != null) {
        throw new IllegalArgumentException(
            "pattern: \"%s\" %s (expected: none that competes with \"%s\")"
                .formatted(route.pattern(), verb, other.route.pattern()));
      }
    }
  }

  /**
   * Walks on from here, and collects the values of parameters, decoded, on the way to the result.
   */
  @Nullable Leaf find(String verb, List<String> segments, int index, List<String> values) {
    if (index == segments.size()) {
      return index == 0 && leaves.isEmpty() ? emptyTail(verb, values) : of(leaves, verb);
    }
    Leaf found = findLiteral(verb, segments, index, values);
    if (found == null) {
      found = findParameter(verb, segments, index, values);
    }
    return found == null ? findTail(verb, segments, index, values) : found;
  }

  private @Nullable Leaf findLiteral(
      String verb, List<String> segments, int index, List<String> values) {
    RouteNode next = literals.get(segments.get(index));
    return next == null ? null : next.find(verb, segments, index + 1, values);
  }

  private @Nullable Leaf findParameter(
      String verb, List<String> segments, int index, List<String> values) {
    if (parameter == null) {
      return null;
    }
    values.add(Escapes.decode(segments.get(index)));
    Leaf found = parameter.find(verb, segments, index + 1, values);
    if (found == null) {
      values.removeLast();
    }
    return found;
  }

  private @Nullable Leaf findTail(
      String verb, List<String> segments, int index, List<String> values) {
    Leaf found = of(tails, verb);
    if (found != null) {
      values.add(Escapes.decode(String.join("/", segments.subList(index, segments.size()))));
    }
    return found;
  }

  /** The root alone has nothing before it that a pattern could have asked for. */
  private @Nullable Leaf emptyTail(String verb, List<String> values) {
    Leaf found = of(tails, verb);
    if (found != null) {
      values.add("");
    }
    return found;
  }

  private static @Nullable Leaf of(Map<String, Leaf> leaves, String verb) {
    Leaf leaf = leaves.get(verb);
    return leaf == null ? leaves.get(ANY) : leaf;
  }
}
