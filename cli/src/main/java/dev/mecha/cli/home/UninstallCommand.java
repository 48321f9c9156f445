package dev.mecha.cli.home;

import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Flags;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.instance.Instance;
import dev.mecha.cli.instance.Instances;
import dev.mecha.cli.terminal.StatusLines;
import dev.mecha.cli.terminal.StatusLines.Status;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code uninstall}: removes the home folder, if {@code --all} says so: what applications have
 * saved is in it. Only what Mecha puts there is removed.
 */
public final class UninstallCommand implements Command {

  private static final List<String> OURS =
      List.of("components", "config.yaml", "configuration.json", "data", "run", "secrets.json");

  private final Surroundings surroundings;

  /**
   * @param surroundings where it runs
   */
  public UninstallCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public String name() {
    return "uninstall";
  }

  @Override
  public String summary() {
    return "Remove the home folder.";
  }

  @Override
  public void describe(CommandSpec spec) {
    spec.addOption(
        Flags.toggle("The data of applications too; without it nothing is removed.", "--all"));
    spec.addOption(hidden(Flags.toggle("In a cluster.", "-k", "--kubernetes")));
    spec.addOption(hidden(Flags.toggle("No effect.", "--dev")));
    spec.addOption(hidden(Flags.text("TEXT", "No effect.", "--timeout")));
    spec.addOption(hidden(Flags.text("TEXT", "No effect.", "--network")));
    spec.addOption(hidden(Flags.text("TEXT", "No effect.", "-n", "--namespace")));
    spec.addOption(hidden(Flags.text("TEXT", "No effect.", "--container-runtime")));
  }

  private static OptionSpec hidden(OptionSpec flag) {
    return flag.toBuilder().hidden(true).build();
  }

  @Override
  public int execute(ParseResult parsed, Globals globals) {
    StatusLines lines = surroundings.lines(globals.logAsJson());
    if (Flags.on(parsed, "--kubernetes")) {
      lines.fail("--kubernetes: this command knows this machine only");
      return 1;
    }
    Path home = surroundings.home(globals.runtimePath());
    try {
      List<String> running =
          new Instances(home, surroundings.environment())
              .all().stream()
                  .filter(instance -> instance.pid(Instance.CLI_PID) != 0)
                  .map(Instance::appId)
                  .toList();
      if (Flags.on(parsed, "--all") && !running.isEmpty()) {
        lines.fail(
            "these still run: "
                + String.join(", ", running)
                + " (stop them first: "
                + surroundings.program().command()
                + " stop "
                + String.join(" ", running)
                + ")");
        return 1;
      }
      return remove(home, Flags.on(parsed, "--all"), lines);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (IOException e) {
      lines.fail("Error removing Dapr: " + e.getMessage());
      return 1;
    }
  }

  private int remove(Path home, boolean all, StatusLines lines) throws IOException {
    if (!all) {
      lines.say(
          Status.INFO,
          "Nothing is installed outside of "
              + home
              + ", where the data of applications is; --all removes it.");
    } else {
      for (String name : OURS) {
        delete(home.resolve(name));
      }
      removeIfEmpty(home, lines);
    }
    lines.say(
        Status.SUCCESS,
        switch (surroundings.program()) {
          case DAPR -> "Dapr has been removed successfully";
          case MECHA -> all ? "Removed " + home + "." : "Nothing was removed.";
        });
    return 0;
  }

  private static void removeIfEmpty(Path home, StatusLines lines) throws IOException {
    try {
      Files.deleteIfExists(home);
    } catch (DirectoryNotEmptyException e) {
      lines.say(Status.WARNING, home + " holds files that are not Mecha's; they stay.");
    }
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
