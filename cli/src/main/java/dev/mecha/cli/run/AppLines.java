package dev.mecha.cli.run;

import dev.mecha.cli.terminal.Console;
import java.nio.charset.StandardCharsets;

/** Where the lines of an application go. */
interface AppLines {

  /**
   * Takes a line.
   *
   * @param bytes of the line, each as one character, without the line break
   */
  void line(String bytes);

  /**
   * @param appId the application's name
   * @return what stands before each of its lines, in the form of {@link #line}
   */
  static String prefix(String appId) {
    byte[] prefix = ("== APP - " + appId + " == ").getBytes(StandardCharsets.UTF_8);
    return new String(prefix, StandardCharsets.ISO_8859_1);
  }

  /**
   * @param console where they are shown
   * @param prefix what stands before each, in the form of {@link #line}
   * @return lines on the console
   */
  static AppLines on(Console console, String prefix) {
    return bytes ->
        console.out((console.blue(prefix + bytes) + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }
}
