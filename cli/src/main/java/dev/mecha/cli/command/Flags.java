package dev.mecha.cli.command;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Makes flags and arguments without reflection, in the few forms that the commands need. */
public final class Flags {

  private Flags() {}

  /**
   * A switch, which may but need not be followed by {@code =true} or {@code =false}.
   *
   * @param description for the help
   * @param names with dashes
   * @return the flag
   */
  public static OptionSpec toggle(String description, String... names) {
    return OptionSpec.builder(names)
        .type(boolean.class)
        .arity("0..1")
        .fallbackValue("true")
        .description(description)
        .build();
  }

  /**
   * A flag with a text behind it.
   *
   * @param label of the text in the help
   * @param description for the help
   * @param names with dashes
   * @return the flag
   */
  public static OptionSpec text(String label, String description, String... names) {
    return OptionSpec.builder(names)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /**
   * A flag without which the command does nothing.
   *
   * @param label of the text in the help
   * @param description for the help
   * @param names with dashes
   * @return the flag
   */
  public static OptionSpec required(String label, String description, String... names) {
    return text(label, description, names).toBuilder().required(true).build();
  }

  /**
   * A flag with a whole number behind it.
   *
   * @param description for the help
   * @param names with dashes
   * @return the flag
   */
  public static OptionSpec number(String description, String... names) {
    return OptionSpec.builder(names)
        .type(int.class)
        .paramLabel("N")
        .description(description)
        .build();
  }

  /**
   * A flag that may be repeated, and holds several texts between commas.
   *
   * @param label of a text in the help
   * @param description for the help
   * @param names with dashes
   * @return the flag
   */
  public static OptionSpec texts(String label, String description, String... names) {
    return OptionSpec.builder(names)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .splitRegex(",")
        .paramLabel(label)
        .description(description)
        .build();
  }

  /**
   * Arguments without a flag.
   *
   * @param arity how many, such as {@code 0..*}
   * @param label of one in the help
   * @param description for the help
   * @return the arguments
   */
  public static PositionalParamSpec arguments(String arity, String label, String description) {
    return PositionalParamSpec.builder()
        .arity(arity)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /**
   * @param parsed a command line
   * @param flag with dashes
   * @return its text; empty if it is not given
   */
  public static String text(ParseResult parsed, String flag) {
    return parsed.matchedOptionValue(flag, "");
  }

  /**
   * @param parsed a command line
   * @param flag with dashes
   * @return whether it is switched on
   */
  public static boolean on(ParseResult parsed, String flag) {
    return parsed.matchedOptionValue(flag, false);
  }

  /**
   * @param parsed a command line
   * @return the arguments without a flag
   */
  public static List<String> arguments(ParseResult parsed) {
    return parsed.matchedPositionalValue(0, List.<String>of());
  }
}
