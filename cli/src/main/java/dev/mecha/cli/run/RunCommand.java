package dev.mecha.cli.run;

import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.terminal.StatusLines;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code run}: checks what was asked for, then starts it: one application, or those of a file. */
public final class RunCommand implements Command {

  /** As long as the peer gives an application to end. */
  static final Duration APP_GRACE = Duration.ofSeconds(5);

  private final Surroundings surroundings;
  private final SidecarHosts hosts;
  private final Interrupts interrupts;

  /**
   * @param surroundings where it runs
   * @param hosts where sidecars run
   * @param interrupts of the user
   */
  public RunCommand(Surroundings surroundings, SidecarHosts hosts, Interrupts interrupts) {
    this.surroundings = surroundings;
    this.hosts = hosts;
    this.interrupts = interrupts;
  }

  @Override
  public String name() {
    return "run";
  }

  @Override
  public String summary() {
    return "Run a sidecar, and an application beside it; or those of a file.";
  }

  @Override
  public void describe(CommandSpec spec) {
    spec.usageMessage().customSynopsis(spec.qualifiedName() + " [FLAGS] [-- COMMAND...]");
    RunFlags.addTo(spec);
  }

  @Override
  public int execute(ParseResult parsed, Globals globals) {
    var flags = new RunFlags.Values(parsed);
    if (!flags.text("run-file").isEmpty()) {
      return new FleetRun(surroundings, hosts, interrupts).execute(flags, globals);
    }
    Announcer announcer = announcer(surroundings.lines(globals.logAsJson()));
    try {
      warn(flags, announcer);
      var planner = new RunPlanner(surroundings, announcer::warning);
      RunPlan plan = planner.plan(flags, globals, RunPlanner.Place.here());
      return new RunSession(plan, announcer, surroundings.console(), hosts.alone(), APP_GRACE)
          .run(interrupts);
    } catch (RunException e) {
      announcer.failure(String.valueOf(e.getMessage()));
      return 1;
    }
  }

  private Announcer announcer(StatusLines lines) {
    return switch (surroundings.program()) {
      case DAPR -> new DaprAnnouncer(surroundings.console(), lines);
      case MECHA -> new MechaAnnouncer(lines);
    };
  }

  private static void warn(RunFlags.Values flags, Announcer announcer) {
    if (flags.flag("kubernetes")) {
      throw new RunException(
          "--kubernetes: this command runs applications on this machine only (leave it out)");
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
}
