package dev.mecha.kernel.resource;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which environment variables a resource may refer to. The runtime's own are closed; {@code
 * DAPR_ENV_KEYS}, if it is set, lists those that are open, between blanks. Names are compared in
 * upper case.
 */
final class EnvironmentRules {

  private final Function<String, @Nullable String> environment;

  EnvironmentRules(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  boolean allows(String variable) {
    String name = variable.toUpperCase(Locale.ROOT);
    if (name.isEmpty()
        || name.equals("APP_API_TOKEN")
        || name.startsWith("DAPR_")
        || name.contains(" ")) {
      return false;
    }
    String open = environment.apply("DAPR_ENV_KEYS");
    return open == null || open.isEmpty() || List.of(open.split(" ")).contains(name);
  }

  String value(String variable) {
    String value = environment.apply(variable);
    return value == null ? "" : value;
  }
}
