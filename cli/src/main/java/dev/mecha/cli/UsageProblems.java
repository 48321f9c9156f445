package dev.mecha.cli;

import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, in the words of the peer where it has any. */
final class UsageProblems {

  private UsageProblems() {}

  /**
   * @param problem what the parser found
   * @return one line, with a suggestion where there is one
   */
  static String describe(ParameterException problem) {
    return switch (problem) {
      case UnmatchedArgumentException unmatched -> unmatched(unmatched);
      default -> String.valueOf(problem.getMessage());
    };
  }

  private static String unmatched(UnmatchedArgumentException problem) {
    String argument = problem.getUnmatched().getFirst();
    List<String> near = problem.getSuggestions();
    String suggestion = near.isEmpty() ? "" : " (did you mean " + near.getFirst() + "?)";
    if (problem.isUnknownOption()) {
      return "unknown flag: " + argument + suggestion;
    }
    String command = problem.getCommandLine().getCommandSpec().qualifiedName();
    return "unknown command \"" + argument + "\" for \"" + command + "\"" + suggestion;
  }
}
