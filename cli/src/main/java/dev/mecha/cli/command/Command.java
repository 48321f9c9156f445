package dev.mecha.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One command of the program: what can be said to it, and what it does. */
public interface Command {

  /**
   * @return what the user types
   */
  String name();

  /**
   * @return one sentence for the help
   */
  String summary();

  /**
   * Adds flags and arguments. The flags that all commands have are there already.
   *
   * @param spec the command's
   */
  void describe(CommandSpec spec);

  /**
   * Does it.
   *
   * @param parsed the command's part of the command line
   * @param globals the flags that all commands have
   * @return the exit status
   */
  int execute(ParseResult parsed, Globals globals);
}
