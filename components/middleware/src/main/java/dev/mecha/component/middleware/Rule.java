package dev.mecha.component.middleware;

import dev.mecha.spi.InvalidMetadataException;
import java.util.Map;

/**
 * A rule as it is written.
 *
 * @param field of the metadata that it stands in
 * @param values of the rule
 */
record Rule(String field, Map<String, Object> values) {

  String resource() {
    String resource = String.valueOf(values.getOrDefault("resource", ""));
    if (resource.isEmpty()) {
      throw wrong("resource", "a verb and a path, such as GET:/v1.0/state/store");
    }
    return resource;
  }

  double number(String name, double fallback) {
    Object value = values.get(name);
    return switch (value) {
      case null -> fallback;
      case Number number when number.doubleValue() >= 0 -> number.doubleValue();
      default -> throw wrong(name, "a number >= 0");
    };
  }

  int integer(String name, int fallback, int max) {
    double number = number(name, fallback);
    if (number != Math.rint(number) || number > max) {
      throw wrong(name, "an integer from 0 to " + max);
    }
    return (int) number;
  }

  InvalidMetadataException wrong(String name, String expected) {
    return new InvalidMetadataException(
        "%s: %s: \"%s\" (expected: %s)".formatted(field, name, values.get(name), expected));
  }
}
