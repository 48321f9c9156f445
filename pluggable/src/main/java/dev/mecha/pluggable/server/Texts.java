package dev.mecha.pluggable.server;

import org.jspecify.annotations.Nullable;

/** Texts of messages, which have no null. */
final class Texts {

  private Texts() {}

  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
