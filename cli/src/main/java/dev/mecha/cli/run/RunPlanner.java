package dev.mecha.cli.run;

import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.home.HomeFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Turns what was asked for into what is to be started, and finds out what cannot be. */
final class RunPlanner {

  private final Surroundings surroundings;
  private final Consumer<String> warnings;

  /**
   * @param surroundings of the command
   * @param warnings gets what is wrong, but no reason to stop
   */
  RunPlanner(Surroundings surroundings, Consumer<String> warnings) {
    this.surroundings = surroundings;
    this.warnings = warnings;
  }

  /**
   * What an application of a file has that one on the command line has not.
   *
   * @param directory where it runs; empty for where the command does
   * @param environment what it gets beside the environment of the command
   * @param ports of all that are started together
   */
  record Place(Optional<Path> directory, Map<String, String> environment, PortBook ports) {

    static Place here() {
      return new Place(Optional.empty(), Map.of(), new PortBook());
    }

    /** The environment may hold secrets. */
    @Override
    public String toString() {
      return "Place[" + directory + "]";
    }
  }

  /**
   * @param flags what was asked for
   * @param globals the flags that all commands have
   * @param place of the application
   * @return what is to be started
   * @throws RunException if it cannot be
   */
  RunPlan plan(RunFlags.Values flags, Globals globals, Place place) {
    String appId =
        flags.text("app-id").isBlank()
            ? AppNames.next(RandomGenerator.getDefault())
            : flags.text("app-id");
    place.ports().keep(flags);
    Ports ports = Ports.choose(flags, place.ports());
    var doors = new Doors(appId, ports.http(), ports.grpc(), flags.text("unix-domain-socket"));
    var sidecarEnvironment = new HashMap<>(AppEnvironment.users(surroundings.environment()));
    sidecarEnvironment.putIfAbsent("DAPR_HOST_IP", "127.0.0.1");
    List<String> arguments =
        SidecarArguments.of(
            appId,
            flags,
            ports,
            resources(flags, globals.runtimePath()),
            globals.runtimePath(),
            globals.logAsJson());
    Map<String, String> variables =
        AppEnvironment.of(surroundings.environment(), doors, ports, flags);
    variables.putAll(place.environment());
    return new RunPlan(
        doors,
        arguments,
        Map.copyOf(sidecarEnvironment),
        app(flags.command(), variables, place.directory()),
        flags.number("app-port") <= 0);
  }

  private static Optional<RunPlan.App> app(
      List<String> command, Map<String, String> variables, Optional<Path> directory) {
    return command.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RunPlan.App(
                Executables.find(
                    command.getFirst(),
                    variables.getOrDefault("PATH", ""),
                    directory.orElse(Path.of(""))),
                command,
                variables,
                directory));
  }

  private Resources resources(RunFlags.Values flags, String runtimePath) {
    var home = HomeFolder.of(surroundings, runtimePath);
    var defaults = new ResourceDefaults(home);
    try {
      return defaults.choose(flags);
    } catch (IOException e) {
      warnings.accept(
          "no default components: cannot write to "
              + home.path()
              + ": "
              + e.getMessage()
              + " (set MECHA_HOME to a folder that can be written)");
      return defaults.chooseUnfurnished(flags);
    }
  }
}
