package dev.mecha.cli.run;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * The flags of {@code run}: every one that the peer's command has, with its short form and default.
 */
public final class RunFlags {

  /** What follows a flag. */
  enum Kind {
    TEXT,
    NUMBER,
    LIST,
    SWITCH
  }

  /**
   * One flag.
   *
   * @param name without dashes
   * @param letter of the short form, or empty
   * @param kind what follows it
   * @param fallback when it is not given
   * @param description for the help
   */
  record Flag(String name, String letter, Kind kind, String fallback, String description) {}

  static final List<Flag> ALL =
      List.of(
          text("app-id", "a", "", "The application's name; a readable one is made up without it"),
          number("app-port", "p", -1, "The port on which the application listens"),
          text("app-protocol", "P", "http", "How to call it: http, https, h2c, grpc or grpcs"),
          text("app-channel-address", "", "127.0.0.1", "The host on which the application listens"),
          number("app-max-concurrency", "", -1, "The most calls into the application at once"),
          switched("app-ssl", "Deprecated: use --app-protocol https or grpcs"),
          number("dapr-http-port", "H", -1, "The port of the HTTP API; a free one without it"),
          number("dapr-grpc-port", "G", -1, "The port of the gRPC API; a free one without it"),
          number("dapr-internal-grpc-port", "I", -1, "The port for other sidecars"),
          text("dapr-listen-addresses", "", "", "Where the APIs listen, between commas"),
          text("unix-domain-socket", "u", "", "A folder for sockets in place of the API ports"),
          number("metrics-port", "M", -1, "The port of the metrics; a free one without it"),
          switched("enable-profiling", "Serve profiles"),
          number("profile-port", "", -1, "The port of the profiles"),
          list("resources-path", "", "A folder of resource files; repeatable"),
          text("components-path", "d", "", "Deprecated: use --resources-path"),
          text("config", "c", "", "A file of kind Configuration"),
          text("placement-host-address", "", "localhost", "The placement service; empty for none"),
          text("scheduler-host-address", "", "localhost", "The scheduler service; empty for none"),
          text("log-level", "", "info", "debug, info, warn, error or fatal"),
          switched("enable-api-logging", "Log API calls at level info"),
          text("max-body-size", "", "4Mi", "The most bytes of a request's body"),
          text("read-buffer-size", "", "4Ki", "The most bytes of a request's headers"),
          switched("enable-app-health-check", "Probe the application"),
          text("app-health-check-path", "", "", "The path of HTTP probes"),
          number("app-health-probe-interval", "", 0, "Seconds between probes"),
          number("app-health-probe-timeout", "", 0, "Milliseconds that a probe may take"),
          number("app-health-threshold", "", 0, "Failures in a row that make it unhealthy"),
          switched("test-mode", "For tests: a clock that stands still, faults, recordings"),
          text("run-file", "f", "", "A file that describes several applications"),
          new Flag("kubernetes", "k", Kind.SWITCH, "false", "Run the file's applications there"));

  private RunFlags() {}

  private static Flag text(String name, String letter, String fallback, String description) {
    return new Flag(name, letter, Kind.TEXT, fallback, description);
  }

  private static Flag number(String name, String letter, int fallback, String description) {
    return new Flag(name, letter, Kind.NUMBER, Integer.toString(fallback), description);
  }

  private static Flag list(String name, String letter, String description) {
    return new Flag(name, letter, Kind.LIST, "", description);
  }

  private static Flag switched(String name, String description) {
    return new Flag(name, "", Kind.SWITCH, "false", description);
  }

  /**
   * Adds the flags and the application's command line.
   *
   * @param spec the command's
   */
  public static void addTo(CommandSpec spec) {
    ALL.forEach(flag -> spec.addOption(option(flag)));
    spec.addPositional(
        PositionalParamSpec.builder()
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .hidden(true)
            .build());
  }

  private static OptionSpec option(Flag flag) {
    var names =
        flag.letter().isEmpty()
            ? new String[] {"--" + flag.name()}
            : new String[] {"-" + flag.letter(), "--" + flag.name()};
    var option = OptionSpec.builder(names).description(flag.description());
    return switch (flag.kind()) {
      case TEXT -> option.type(String.class).paramLabel("TEXT").build();
      case NUMBER -> option.type(int.class).paramLabel("N").build();
      case LIST ->
          option
              .type(List.class)
              .auxiliaryTypes(String.class)
              .arity("1")
              .splitRegex(",")
              .paramLabel("TEXT")
              .build();
      case SWITCH -> option.type(boolean.class).arity("0..1").fallbackValue("true").build();
    };
  }

  /**
   * Reads a command line that nobody typed.
   *
   * @param arguments flags, and behind {@code --} the application's command line
   * @return its values
   * @throws picocli.CommandLine.ParameterException if it is wrong
   */
  static Values read(List<String> arguments) {
    var spec = CommandSpec.create().name("run");
    addTo(spec);
    CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
    return new Values(
        new CommandLine(spec)
            .setExpandAtFiles(false)
            .setInterpolateVariables(false)
            .setOverwrittenOptionsAllowed(true)
            .parseArgs(arguments.toArray(String[]::new)));
  }

  /** The values of one command line. */
  record Values(ParseResult parsed) {

    boolean given(String name) {
      return parsed.hasMatchedOption("--" + name);
    }

    String text(String name) {
      return parsed.matchedOptionValue("--" + name, fallback(name));
    }

    /**
     * Empty if the flag was not given; a given empty value is kept, because it switches something
     * off.
     */
    Optional<String> givenText(String name) {
      return given(name) ? Optional.of(text(name)) : Optional.empty();
    }

    int number(String name) {
      return parsed.matchedOptionValue("--" + name, Integer.parseInt(fallback(name)));
    }

    List<String> list(String name) {
      return parsed.matchedOptionValue("--" + name, List.<String>of());
    }

    boolean flag(String name) {
      return parsed.matchedOptionValue("--" + name, false);
    }

    List<String> command() {
      return parsed.matchedPositionalValue(0, List.<String>of());
    }

    private static String fallback(String name) {
      return ALL.stream()
          .filter(flag -> flag.name().equals(name))
          .findFirst()
          .orElseThrow()
          .fallback();
    }
  }
}
