package dev.mecha.transport.http;

import dev.mecha.kernel.pipeline.HttpRoute;
import java.util.List;

/**
 * The route of a request and what its pattern's parameters stand for.
 *
 * @param route the route
 * @param names the names of the parameters, in order
 * @param values their values, decoded; as many as names
 */
record RouteMatch(HttpRoute route, List<String> names, List<String> values) {

  /**
   * Finds a parameter.
   *
   * @param name its name
   * @return its decoded value
   * @throws IllegalArgumentException if the pattern has no such parameter
   */
  String parameter(String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "parameter: \"" + name + "\" (expected: one of " + names + ")");
    }
    return values.get(index);
  }
}
