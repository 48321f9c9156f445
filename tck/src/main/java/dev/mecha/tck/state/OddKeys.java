package dev.mecha.tck.state;

import java.util.stream.Stream;

/** Last parts of keys that a careless store mistakes for something else. */
final class OddKeys {

  private OddKeys() {}

  static Stream<String> all() {
    return Stream.of(
        "with spaces",
        " surrounded ",
        "tab\tand\nnewline",
        "ünïcödé",
        "日本語",
        "emoji🤖👩‍👩‍👧",
        "it's",
        "double\"quotes\"",
        "back`tick",
        "100%",
        "a_b",
        "a%b",
        "a\\b",
        "path/to/../key",
        "*?[]^$",
        "{braces}",
        "a||b||c",
        "||",
        "; DROP TABLE state; --",
        "?1 :name @p $1",
        "a:b;c,d=e&f",
        "null",
        "x".repeat(500));
  }
}
