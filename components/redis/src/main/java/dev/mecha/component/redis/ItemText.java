package dev.mecha.component.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.spi.configuration.ConfigurationItem;
import org.jspecify.annotations.Nullable;

/** The form that items have in Redis: the value, and perhaps {@code ||} and the version. */
final class ItemText {

  private static final String SEPARATOR = "||";

  private ItemText() {}

  /**
   * @param bytes what is under the key, or null
   * @return the item, or null if there is none or its value is empty, which the peer takes for none
   */
  static @Nullable ConfigurationItem parse(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    String text = new String(bytes, UTF_8);
    int end = text.indexOf(SEPARATOR);
    if (end < 0) {
      return text.isEmpty() ? null : ConfigurationItem.of(text, "");
    }
    String rest = text.substring(end + SEPARATOR.length());
    int second = rest.indexOf(SEPARATOR);
    return end == 0
        ? null
        : ConfigurationItem.of(
            text.substring(0, end), second < 0 ? rest : rest.substring(0, second));
  }
}
