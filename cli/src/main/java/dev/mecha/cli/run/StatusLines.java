package dev.mecha.cli.run;

import dev.mecha.cli.terminal.Console;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Prints lines that have a status: as text with the peer's signs, as bare text, or as JSON objects.
 */
final class StatusLines {

  /** How a line is meant. */
  enum Status {
    SUCCESS("✅  "),
    FAILURE("❌  "),
    WARNING("⚠  "),
    INFO("ℹ️  ");

    private final String sign;

    Status(String sign) {
      this.sign = sign;
    }
  }

  /** How lines look. */
  enum Form {
    /** After a sign, as the peer prints them. */
    SIGNS,
    /** Nothing but the text. */
    PLAIN,
    /** An object with {@code time}, {@code status} and {@code msg}. */
    JSON
  }

  private final Console console;
  private final Form form;
  private final InstantSource clock;

  StatusLines(Console console, Form form, InstantSource clock) {
    this.console = console;
    this.form = form;
    this.clock = clock;
  }

  /** To standard output. */
  void say(Status status, String message) {
    console.out(line(status, message));
  }

  /** To standard error. */
  void fail(String message) {
    console.err(line(Status.FAILURE, message));
  }

  private String line(Status status, String message) {
    return switch (form) {
      case SIGNS -> status.sign + message;
      case PLAIN -> message;
      case JSON ->
          "{\"time\":\""
              + clock.instant()
              + "\",\"status\":\""
              + status.name().toLowerCase(Locale.ROOT)
              + "\",\"msg\":\""
              + escaped(message)
              + "\"}";
    };
  }

  private static String escaped(String text) {
    var json = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c == '\n') {
        json.append("\\n");
      } else if (c < ' ') {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.toString();
  }
}
