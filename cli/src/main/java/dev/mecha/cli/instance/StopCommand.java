package dev.mecha.cli.instance;

import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Flags;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Kubernetes;
import dev.mecha.cli.command.RunFiles;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.terminal.StatusLines;
import dev.mecha.cli.terminal.StatusLines.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code stop}: ends applications and their sidecars. */
public final class StopCommand implements Command {

  private final Surroundings surroundings;

  /**
   * @param surroundings where it runs
   */
  public StopCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public String name() {
    return "stop";
  }

  @Override
  public String summary() {
    return "Stop applications and their sidecars.";
  }

  @Override
  public void describe(CommandSpec spec) {
    spec.usageMessage().customSynopsis(spec.qualifiedName() + " [FLAGS] [APP_ID...]");
    spec.addOption(Flags.text("TEXT", "The application's name.", "-a", "--app-id"));
    spec.addOption(
        Flags.text("FILE", "All applications of this file or folder.", "-f", "--run-file"));
    Kubernetes.addTo(spec);
    spec.addPositional(Flags.arguments("0..*", "APP_ID", "Names of applications."));
  }

  @Override
  public int execute(ParseResult parsed, Globals globals) {
    StatusLines lines = surroundings.lines(globals.logAsJson());
    if (Kubernetes.refused(parsed, surroundings, globals)) {
      return 1;
    }
    var names = new ArrayList<>(Flags.arguments(parsed));
    if (!Flags.text(parsed, "--app-id").isEmpty()) {
      names.add(Flags.text(parsed, "--app-id"));
    }
    String file = Flags.text(parsed, "--run-file");
    if (names.isEmpty() && file.isEmpty()) {
      lines.fail("nothing to stop (expected: --app-id, --run-file or names of applications)");
      return status(true);
    }
    var instances =
        new Instances(surroundings.home(globals.runtimePath()), surroundings.environment());
    try {
      List<Instance> running = instances.all();
      var stopping = new Stopping(running, instances, surroundings.environment());
      return file.isEmpty()
          ? stop(names, running, stopping, lines)
          : stopFile(file, running, stopping, lines);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private int stop(List<String> names, List<Instance> running, Stopping stopping, StatusLines lines)
      throws InterruptedException {
    boolean failed = false;
    for (String name : names) {
      Optional<Instance> found =
          running.stream().filter(instance -> instance.appId().equals(name)).findFirst();
      try {
        stopping.stop(found.orElseThrow(() -> new IOException("couldn't find app id " + name)));
        lines.say(
            Status.SUCCESS,
            switch (surroundings.program()) {
              case DAPR -> "app stopped successfully: " + name;
              case MECHA -> "Stopped " + name + ".";
            });
      } catch (IOException e) {
        failed = true;
        lines.fail("failed to stop app id " + name + ": " + e.getMessage());
      }
    }
    return status(failed);
  }

  private int stopFile(String file, List<Instance> running, Stopping stopping, StatusLines lines)
      throws InterruptedException {
    Path path;
    try {
      path = RunFiles.find(file);
    } catch (IOException e) {
      lines.fail("Failed to get run file path: " + e.getMessage());
      return 1;
    }
    String wanted = path.toAbsolutePath().normalize().toString();
    List<Long> commands =
        running.stream()
            .filter(instance -> instance.note(Instance.RUN_FILE).equals(wanted))
            .map(instance -> instance.pid(Instance.CLI_PID))
            .distinct()
            .toList();
    try {
      if (commands.isEmpty()) {
        throw new IOException("couldn't find apps with run file \"" + wanted + "\"");
      }
      for (long command : commands) {
        stopping.end(command);
      }
      lines.say(
          Status.SUCCESS,
          switch (surroundings.program()) {
            case DAPR -> "Dapr and app processes stopped successfully";
            case MECHA -> "Stopped the applications of " + wanted + ".";
          });
      return 0;
    } catch (IOException e) {
      lines.fail("Failed to stop Dapr and app processes: " + e.getMessage());
      return status(true);
    }
  }

  /** The peer's command ends well even if it stopped nothing, and scripts rely on it. */
  private int status(boolean failed) {
    return switch (surroundings.program()) {
      case DAPR -> 0;
      case MECHA -> failed ? 1 : 0;
    };
  }
}
