package dev.mecha.block.state;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.Consistency;
import org.jspecify.annotations.Nullable;

/** Reads the options that all forms of the API share. */
final class StateOptions {

  private StateOptions() {}

  static @Nullable String etag(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  static Consistency consistency(@Nullable String text) {
    return switch (text == null ? "" : text) {
      case "" -> Consistency.UNSPECIFIED;
      case "eventual" -> Consistency.EVENTUAL;
      case "strong" -> Consistency.STRONG;
      default -> throw wrong("consistency", text, "eventual or strong");
    };
  }

  static Concurrency concurrency(@Nullable String text) {
    return switch (text == null ? "" : text) {
      case "", "last-write" -> Concurrency.LAST_WRITE;
      case "first-write" -> Concurrency.FIRST_WRITE;
      default -> throw wrong("concurrency", text, "first-write or last-write");
    };
  }

  private static RuntimeException wrong(String name, @Nullable String text, String expected) {
    return ApiError.malformed(name + ": \"" + text + "\" (expected: " + expected + ")")
        .asException();
  }
}
