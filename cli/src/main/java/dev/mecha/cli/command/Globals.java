package dev.mecha.cli.command;

import picocli.CommandLine.ParseResult;

/**
 * The flags that every command takes, before or after its name.
 *
 * @param runtimePath the folder that holds the home folder, or empty
 * @param logAsJson whether all output is JSON
 */
public record Globals(String runtimePath, boolean logAsJson) {

  /**
   * @param parsed a whole command line
   * @return what it says, the command's own flags over those before its name
   */
  public static Globals of(ParseResult parsed) {
    var globals = new Globals("", false);
    for (ParseResult each :
        parsed.asCommandLineList().stream().map(c -> c.getParseResult()).toList()) {
      globals =
          new Globals(
              each.matchedOptionValue("--runtime-path", globals.runtimePath()),
              each.matchedOptionValue("--log-as-json", globals.logAsJson()));
    }
    return globals;
  }
}
