package dev.mecha.component.oauth;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint hands out. Never shown.
 *
 * @param header what goes into a header: the type and the token
 * @param lifetime for how long it is good, or null if the server does not say
 */
record Token(String header, @Nullable Duration lifetime) {

  /** Reads an answer; null if there is no token in it. */
  static @Nullable Token of(Map<String, ?> answer) {
    Object access = answer.get("access_token");
    if (access == null || access.toString().isEmpty()) {
      return null;
    }
    Object type = answer.get("token_type");
    return new Token(
        type(type == null ? "" : type.toString()) + " " + access,
        lifetime(answer.get("expires_in")));
  }

  /** Well-known types are written as the specifications do. */
  private static String type(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "", "bearer" -> "Bearer";
      case "mac" -> "MAC";
      case "basic" -> "Basic";
      default -> type;
    };
  }

  private static @Nullable Duration lifetime(@Nullable Object seconds) {
    try {
      return seconds == null
          ? null
          : Duration.ofSeconds((long) Double.parseDouble(seconds.toString()));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return "Token[" + lifetime + "]";
  }
}
