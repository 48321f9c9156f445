package dev.mecha.cli.run;

import dev.mecha.cli.terminal.Console;
import dev.mecha.cli.terminal.Program;
import dev.mecha.runtime.options.CommandLine;
import dev.mecha.runtime.options.Home;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import picocli.CommandLine.ParseResult;

/** {@code run}: checks what was asked for, then starts it. */
public final class RunCommand {

  /** As long as the peer gives an application to end. */
  private static final Duration APP_GRACE = Duration.ofSeconds(5);

  private final Program program;
  private final Console console;
  private final Map<String, String> environment;
  private final SidecarHost host;
  private final Interrupts interrupts;

  /**
   * @param program the name that the command goes by
   * @param console where it writes
   * @param environment of the process
   * @param host where the sidecar runs
   * @param interrupts of the user
   */
  public RunCommand(
      Program program,
      Console console,
      Map<String, String> environment,
      SidecarHost host,
      Interrupts interrupts) {
    this.program = program;
    this.console = console;
    this.environment = Map.copyOf(environment);
    this.host = host;
    this.interrupts = interrupts;
  }

  /**
   * @param parsed the command line
   * @param runtimePath what the global flag of that name says, or empty
   * @param logAsJson whether all output is JSON
   * @return the exit status
   */
  public int execute(ParseResult parsed, String runtimePath, boolean logAsJson) {
    Announcer announcer = announcer(logAsJson);
    try {
      var flags = new RunFlags.Values(parsed);
      warn(flags, announcer);
      RunPlan plan = plan(flags, runtimePath, logAsJson, announcer);
      return new RunSession(plan, announcer, console, host, APP_GRACE).run(interrupts);
    } catch (RunException e) {
      announcer.failure(String.valueOf(e.getMessage()));
      return 1;
    }
  }

  private Announcer announcer(boolean logAsJson) {
    var form =
        logAsJson
            ? StatusLines.Form.JSON
            : switch (program) {
              case DAPR -> StatusLines.Form.SIGNS;
              case MECHA -> StatusLines.Form.PLAIN;
            };
    var lines = new StatusLines(console, form, InstantSource.system());
    return switch (program) {
      case DAPR -> new DaprAnnouncer(console, lines);
      case MECHA -> new MechaAnnouncer(lines);
    };
  }

  private static void warn(RunFlags.Values flags, Announcer announcer) {
    if (flags.given("run-file") || flags.flag("kubernetes")) {
      throw new RunException(
          "--run-file and --kubernetes: running several applications is not supported yet");
    }
    if (flags.given("components-path")) {
      announcer.deprecated("components-path", "Use \"resources-path\" flag instead");
    }
    if (flags.given("app-ssl")) {
      announcer.deprecated(
          "app-ssl", "Use \"app-protocol\" flag with https or grpcs values instead");
    }
    if (flags.command().isEmpty()) {
      announcer.noCommand();
    }
    if (!flags.text("unix-domain-socket").isEmpty()) {
      announcer.warning("Unix domain sockets are currently a preview feature");
    }
  }

  private RunPlan plan(
      RunFlags.Values flags, String runtimePath, boolean logAsJson, Announcer announcer) {
    String appId =
        flags.text("app-id").isBlank()
            ? AppNames.next(RandomGenerator.getDefault())
            : flags.text("app-id");
    Ports ports = Ports.choose(flags);
    var doors = new Doors(appId, ports.http(), ports.grpc(), flags.text("unix-domain-socket"));
    var sidecarEnvironment = new HashMap<>(AppEnvironment.users(environment));
    sidecarEnvironment.putIfAbsent("DAPR_HOST_IP", "127.0.0.1");
    List<String> arguments =
        SidecarArguments.of(
            appId, flags, ports, resources(flags, runtimePath, announcer), runtimePath, logAsJson);
    return new RunPlan(
        doors,
        arguments,
        Map.copyOf(sidecarEnvironment),
        app(flags.command(), AppEnvironment.of(environment, doors, ports, flags)),
        flags.number("app-port") <= 0);
  }

  private Optional<RunPlan.App> app(List<String> command, Map<String, String> variables) {
    return command.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RunPlan.App(
                Executables.find(command.getFirst(), environment.getOrDefault("PATH", "")),
                command,
                variables));
  }

  private Resources resources(RunFlags.Values flags, String runtimePath, Announcer announcer) {
    Path home =
        runtimePath.isBlank()
            ? Home.of(environment)
            : Home.of(Map.of(CommandLine.HOME_VARIABLE, Path.of(runtimePath, ".mecha").toString()));
    var defaults =
        switch (program) {
          case DAPR -> ResourceDefaults.ofPeer(home, runtimePath, environment);
          case MECHA -> ResourceDefaults.of(home);
        };
    try {
      return defaults.choose(flags);
    } catch (IOException e) {
      announcer.warning("no default components: cannot write to " + home + ": " + e.getMessage());
      return defaults.chooseUnfurnished(flags);
    }
  }
}
