package dev.mecha.cli.run;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Command lines of {@code run}, read as the command reads them. */
final class CommandLines {

  private CommandLines() {}

  static RunFlags.Values run(String... arguments) {
    var spec = CommandSpec.create().name("run");
    RunFlags.addTo(spec);
    CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
    return new RunFlags.Values(
        new CommandLine(spec)
            .setExpandAtFiles(false)
            .setOverwrittenOptionsAllowed(true)
            .parseArgs(arguments));
  }
}
