package dev.mecha.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
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
      case MissingParameterException missing when isFlag(missing) -> missing(missing);
      default -> String.valueOf(problem.getMessage());
    };
  }

  /** A flag without its value is a missing parameter too, and described well enough. */
  private static boolean isFlag(MissingParameterException problem) {
    return problem.getMissing().stream().allMatch(ArgSpec::required)
        && String.valueOf(problem.getMessage()).startsWith("Missing required option");
  }

  private static String missing(MissingParameterException problem) {
    return problem.getMissing().stream()
        .map(flag -> "\"" + ((OptionSpec) flag).longestName().substring(2) + "\"")
        .collect(Collectors.joining(", ", "required flag(s) ", " not set"));
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
