package dev.mecha.cli.doctor;

import dev.mecha.cli.terminal.Console;

/** Says what was found, one line each, as it is found. */
final class Report {

  private final Console console;
  private int warnings;
  private int errors;

  Report(Console console) {
    this.console = console;
  }

  void ok(String text) {
    console.out("ok       " + text);
  }

  void warning(String text) {
    warnings++;
    console.out(console.bold("warning") + "  " + text);
  }

  void error(String text) {
    errors++;
    console.out(console.bold("error") + "    " + text);
  }

  boolean failed() {
    return errors > 0;
  }

  String summary() {
    if (errors + warnings == 0) {
      return "All is well.";
    }
    return count(errors, "error") + ", " + count(warnings, "warning") + ".";
  }

  static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
