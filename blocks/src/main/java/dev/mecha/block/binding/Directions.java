package dev.mecha.block.binding;

import dev.mecha.spi.ComponentMetadata;
import java.util.List;
import java.util.Locale;

/**
 * Which ways a binding is meant to be used.
 *
 * @param given whether that is said at all; if not, it is used whichever way it can be
 * @param named what is said
 */
record Directions(boolean given, List<String> named) {

  static Directions of(ComponentMetadata metadata) {
    String text = metadata.asMap().get("direction");
    return text == null
        ? new Directions(false, List.of())
        : new Directions(
            true,
            List.of(text.split(",", -1)).stream()
                .map(each -> each.strip().toLowerCase(Locale.ROOT))
                .toList());
  }

  boolean input() {
    return !given || named.contains("input");
  }

  boolean output() {
    return !given || named.contains("output");
  }

  /** The application need not be asked whether it wants events. */
  boolean inputForSure() {
    return given && named.contains("input");
  }
}
