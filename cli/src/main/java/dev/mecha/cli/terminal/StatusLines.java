package dev.mecha.cli.terminal;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Prints lines that have a status: as text with the peer's signs, as bare text, or as JSON objects.
 */
public final class StatusLines {

  /** How a line is meant. */
  public enum Status {
    /** It worked. */
    SUCCESS("✅  "),
    /** It did not. */
    FAILURE("❌  "),
    /** It needs attention. */
    WARNING("⚠  "),
    /** It is good to know. */
    INFO("ℹ️  ");

    private final String sign;

    Status(String sign) {
      this.sign = sign;
    }
  }

  /** How lines look. */
  public enum Form {
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

  /**
   * @param console where they go
   * @param form how they look
   * @param clock when they are written
   */
  public StatusLines(Console console, Form form, InstantSource clock) {
    this.console = console;
    this.form = form;
    this.clock = clock;
  }

  /**
   * Prints a line to standard output.
   *
   * @param status how it is meant
   * @param message without its line break
   */
  public void say(Status status, String message) {
    console.out(line(status, message));
  }

  /**
   * Prints a failure to standard error.
   *
   * @param message without its line break
   */
  public void fail(String message) {
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
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
