package dev.mecha.block.pubsub.subscribe;

import java.util.Map;

/** The metadata {@code rawPayload}: whether bytes travel as they are, without an event around. */
public final class RawPayload {

  private static final String NAME = "rawPayload";

  private RawPayload() {}

  /**
   * @param metadata of a request or subscription
   * @return what it says; false if it says nothing
   * @throws IllegalArgumentException if it says neither true nor false
   */
  public static boolean of(Map<String, String> metadata) {
    String text = metadata.getOrDefault(NAME, "");
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "", "0", "f", "F", "false", "FALSE", "False" -> false;
      default ->
          throw new IllegalArgumentException(
              "rawPayload value must be a valid boolean: actual is '" + text + "'");
    };
  }
}
