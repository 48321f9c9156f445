package dev.mecha.transport.http;

import dev.mecha.kernel.pipeline.HttpRoute;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request. A literal segment wins over a parameter, a parameter over a {@code
 * *} at the end, segment by segment; where that leads to nothing for the request's path and verb,
 * the next best is tried. A route without verbs answers to all of them. Parameters are never empty.
 * Immutable.
 */
public final class RouteTable {

  private final RouteNode root = new RouteNode();
  private final HttpRoute fallback;

  /**
   * Compiles the patterns.
   *
   * @param routes the routes; no two with the same shape of pattern and a verb in common
   * @param fallback answers everything that matches none of them, whether it is the path or the
   *     verb that does not fit
   * @throws IllegalArgumentException if a pattern is malformed or two routes compete
   */
  public RouteTable(List<HttpRoute> routes, HttpRoute fallback) {
    this.fallback = fallback;
    routes.forEach(this::add);
  }

  private void add(HttpRoute route) {
    var names = new ArrayList<String>();
    RouteNode node = root;
    List<String> segments = PathSegments.of(route.pattern());
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (segment.equals("*")) {
        if (i != segments.size() - 1) {
          throw new IllegalArgumentException(
              "pattern: \"" + route.pattern() + "\" (expected: \"*\" at the end only)");
        }
        names.add("*");
        node.addTail(route, List.copyOf(names));
        return;
      }
      if (segment.startsWith("{") && segment.endsWith("}")) {
        names.add(segment.substring(1, segment.length() - 1));
        node = node.parameterChild();
      } else {
        node = node.literalChild(segment);
      }
    }
    node.addLeaf(route, List.copyOf(names));
  }

  /**
   * Finds a route.
   *
   * @param verb in upper case
   * @param path without the query, encoded, with valid escapes
   * @return the route; the fallback if no other fits
   */
  RouteMatch match(String verb, String path) {
    List<String> segments = PathSegments.of(path);
    var values = new ArrayList<String>(4);
    RouteNode.@Nullable Leaf leaf = root.find(verb, segments, 0, values);
    return leaf == null
        ? new RouteMatch(fallback, List.of(), List.of())
        : new RouteMatch(leaf.route(), leaf.names(), values);
  }
}
