package dev.mecha.cli;

import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** What the commands do. Each returns the exit status. */
interface Commands {

  /**
   * Runs a sidecar, and an application beside it.
   *
   * @param parsed the flags
   * @param globals the flags of every command
   * @return the exit status
   */
  int run(ParseResult parsed, Globals globals);

  /**
   * Prints the version.
   *
   * @param form {@code json}, or empty for text
   * @return the exit status
   */
  int version(Optional<String> form);
}
