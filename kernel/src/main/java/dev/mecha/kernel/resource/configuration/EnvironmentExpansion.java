package dev.mecha.kernel.resource.configuration;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts environment variables into a text: {@code $NAME} and <code>${NAME}</code>, and nothing for a
 * variable that is not set. The rules are those of Go's {@code os.ExpandEnv}, which the peer uses:
 * a shell's special parameters are names of one character, and a brace that is not closed or
 * encloses nothing is dropped.
 */
final class EnvironmentExpansion {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$(?:\\{([^}]*)}|(\\{)|([*#$@!?\\-0-9])|([A-Za-z_][A-Za-z_0-9]*))");

  private EnvironmentExpansion() {}

  static String expand(String text, Function<String, @Nullable String> environment) {
    Matcher reference = REFERENCE.matcher(text);
    var expanded = new StringBuilder(text.length());
    while (reference.find()) {
      reference.appendReplacement(
          expanded, Matcher.quoteReplacement(value(reference, environment)));
    }
    return reference.appendTail(expanded).toString();
  }

  private static String value(Matcher reference, Function<String, @Nullable String> environment) {
    for (int group : new int[] {1, 3, 4}) {
      String name = reference.group(group);
      if (name != null) {
        String value = name.isEmpty() ? null : environment.apply(name);
        return value == null ? "" : value;
      }
    }
    return ""; // a brace that is not closed
  }
}
