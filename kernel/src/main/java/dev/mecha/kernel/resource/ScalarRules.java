package dev.mecha.kernel.resource;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Tells what a plain scalar stands for. The rules are those of the peer's parser, not SnakeYAML's:
 * {@code y} and {@code n} are booleans, {@code 0o17} is a number, {@code 1e3} needs no point,
 * {@code 1:30} and dates are text.
 */
final class ScalarRules extends Resolver {

  private static final Pattern BOOLEAN =
      Pattern.compile(
          "[yYnN]|yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF");
  private static final Pattern NOTHING = Pattern.compile("|~|null|Null|NULL");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(0|[1-9][0-9_]*|0[0-7_]+|0[oO][0-7_]+|0[xX][0-9a-fA-F_]+|0[bB][01_]+)");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final Pattern MERGE_KEY = Pattern.compile("<<");
  private static final String NUMBER_START = "-+.0123456789";

  @Override
  protected void addImplicitResolvers() {
    addImplicitResolver(Tag.BOOL, BOOLEAN, "yYnNtTfFoO", 5);
    addImplicitResolver(Tag.INT, INTEGER, NUMBER_START);
    addImplicitResolver(Tag.FLOAT, NUMBER, NUMBER_START);
    addImplicitResolver(Tag.FLOAT, NOT_FINITE, "-+.", 5);
    addImplicitResolver(Tag.MERGE, MERGE_KEY, "<", 2);
    addImplicitResolver(Tag.NULL, NOTHING, "~nN\0", 4);
  }

  static YamlValue.ScalarKind kindOf(Tag tag) {
    if (tag.equals(Tag.BOOL)) {
      return YamlValue.ScalarKind.BOOLEAN;
    } else if (tag.equals(Tag.INT)) {
      return YamlValue.ScalarKind.INTEGER;
    } else if (tag.equals(Tag.FLOAT)) {
      return YamlValue.ScalarKind.FLOAT;
    } else if (tag.equals(Tag.NULL)) {
      return YamlValue.ScalarKind.NULL;
    }
    return YamlValue.ScalarKind.TEXT;
  }
}
