package dev.mecha.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags by which the peer's commands turn to a cluster: taken, and answered. */
public final class Kubernetes {

  private Kubernetes() {}

  /**
   * Adds the flags.
   *
   * @param spec a command that can be asked about a cluster
   */
  public static void addTo(CommandSpec spec) {
    spec.addOption(hidden(Flags.toggle("In a cluster.", "-k", "--kubernetes")));
    spec.addOption(hidden(Flags.toggle("In all namespaces.", "-A", "--all-namespaces")));
    spec.addOption(hidden(Flags.text("NAME", "In a namespace.", "--namespace")));
  }

  private static OptionSpec hidden(OptionSpec flag) {
    return flag.toBuilder().hidden(true).build();
  }

  /**
   * Refuses to turn to a cluster, if that is what was asked for.
   *
   * @param parsed the command line
   * @param surroundings where it runs
   * @param globals the flags that all commands have
   * @return whether it was
   */
  public static boolean refused(ParseResult parsed, Surroundings surroundings, Globals globals) {
    if (!Flags.on(parsed, "--kubernetes")) {
      return false;
    }
    surroundings
        .lines(globals.logAsJson())
        .fail(
            "--kubernetes: this command knows this machine only. For a cluster use kubectl, or the"
                + " peer's command.");
    return true;
  }
}
