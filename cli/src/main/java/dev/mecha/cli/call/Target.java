package dev.mecha.cli.call;

import dev.mecha.cli.client.SidecarClient.Address;
import dev.mecha.cli.command.Flags;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.instance.Instance;
import dev.mecha.cli.instance.Instances;
import dev.mecha.cli.terminal.Program;
import dev.mecha.cli.terminal.StatusLines;
import dev.mecha.cli.terminal.StatusLines.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Through which sidecar a call is made. */
final class Target {

  private Target() {}

  static void addTo(CommandSpec spec) {
    spec.addOption(
        Flags.text("FOLDER", "Where the sidecar's sockets are.", "-u", "--unix-domain-socket"));
  }

  /**
   * @param missing what the peer says if there is none of that name
   * @throws IOException if there is none; the message is for the person at the terminal
   */
  static Address of(
      String appId, ParseResult parsed, Globals globals, Surroundings surroundings, String missing)
      throws IOException, InterruptedException {
    String folder = Flags.text(parsed, "--unix-domain-socket");
    if (!folder.isEmpty()) {
      StatusLines lines = surroundings.lines(globals.logAsJson());
      if (surroundings.program() == Program.DAPR) {
        lines.say(Status.WARNING, "Unix domain sockets are currently a preview feature");
      }
      return Address.socketIn(Path.of(folder), appId);
    }
    Optional<Instance> found =
        new Instances(surroundings.home(globals.runtimePath()), surroundings.environment())
            .of(appId);
    if (found.isEmpty()) {
      throw new IOException(
          switch (surroundings.program()) {
            case DAPR -> missing;
            case MECHA -> "no application \"" + appId + "\" runs here (mecha list shows what does)";
          });
    }
    return found.get().address();
  }
}
