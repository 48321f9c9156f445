package dev.mecha.cli.home;

import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Flags;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.terminal.Program;
import dev.mecha.cli.terminal.StatusLines;
import dev.mecha.cli.terminal.StatusLines.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code init}: puts the embedded defaults into the home folder, as the first {@code run} would,
 * and says what is there. Nothing is downloaded and nothing is started; the peer's flags about that
 * are taken and have no effect.
 */
public final class InitCommand implements Command {

  private static final List<String> VALUES =
      List.of(
          "--timeout",
          "--runtime-version",
          "--namespace",
          "--network",
          "--from-dir",
          "--image-variant",
          "--scheduler-volume",
          "--scheduler-override-broadcast-host-port",
          "--set",
          "--image-registry",
          "--container-runtime",
          "--ca-root-certificate",
          "--issuer-private-key",
          "--issuer-public-certificate");

  private static final List<String> SWITCHES =
      List.of("--dev", "--wait", "--enable-mtls", "--enable-ha", "--redis-stack");

  private final Surroundings surroundings;

  /**
   * @param surroundings where it runs
   */
  public InitCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public String name() {
    return "init";
  }

  @Override
  public String summary() {
    return "Prepare the home folder now; the first run does it too.";
  }

  @Override
  public void describe(CommandSpec spec) {
    spec.addOption(hidden(Flags.toggle("In a cluster.", "-k", "--kubernetes")));
    spec.addOption(hidden(Flags.toggle("Without containers, as always.", "-s", "--slim")));
    VALUES.forEach(
        name ->
            spec.addOption(
                hidden(
                    name.equals("--namespace")
                        ? Flags.text("TEXT", "No effect.", "-n", name)
                        : Flags.text("TEXT", "No effect.", name))));
    SWITCHES.forEach(name -> spec.addOption(hidden(Flags.toggle("No effect.", name))));
  }

  private static OptionSpec hidden(OptionSpec flag) {
    return flag.toBuilder().hidden(true).build();
  }

  @Override
  public int execute(ParseResult parsed, Globals globals) {
    StatusLines lines = surroundings.lines(globals.logAsJson());
    if (Flags.on(parsed, "--kubernetes")) {
      lines.fail("--kubernetes: this command prepares this machine only");
      return 1;
    }
    boolean peer = surroundings.program() == Program.DAPR;
    var home = HomeFolder.of(surroundings, globals.runtimePath());
    if (peer) {
      lines.say(Status.INFO, "Making the jump to hyperspace...");
    }
    try {
      home.furnish();
    } catch (IOException e) {
      lines.fail(
          "cannot write to "
              + home.path()
              + ": "
              + e.getMessage()
              + " (set MECHA_HOME or --runtime-path to a folder that can be written)");
      return 1;
    }
    lines.say(Status.INFO, "Home folder: " + home.path());
    home.components().ifPresent(folder -> lines.say(Status.INFO, "Components: " + names(folder)));
    Optional<Path> configuration = home.configuration();
    configuration.ifPresent(file -> lines.say(Status.INFO, "Configuration: " + file));
    lines.say(
        Status.SUCCESS,
        peer
            ? "Success! Dapr is up and running. To get started, go here:"
                + " https://docs.dapr.io/getting-started"
            : "Ready. Nothing runs until you start it: mecha run --app-id myapp");
    return 0;
  }

  private static String names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return String.join(
          ", ", files.map(file -> String.valueOf(file.getFileName())).sorted().toList());
    } catch (IOException e) {
      return folder + " cannot be listed";
    }
  }
}
