package dev.mecha.cli.run;

import static dev.mecha.cli.terminal.StatusLines.Status.INFO;
import static dev.mecha.cli.terminal.StatusLines.Status.SUCCESS;
import static dev.mecha.cli.terminal.StatusLines.Status.WARNING;

import dev.mecha.cli.terminal.Console;
import dev.mecha.cli.terminal.Program;
import dev.mecha.cli.terminal.StatusLines;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Tells the person at the terminal, and the logs, what becomes of several applications: in Mecha's
 * words, or in those of the peer that scripts wait for.
 */
final class FleetVoice {

  private final Program program;
  private final Console console;
  private final StatusLines lines;

  FleetVoice(Program program, Console console, StatusLines lines) {
    this.program = program;
    this.console = console;
    this.lines = lines;
  }

  void warning(String message) {
    lines.say(
        WARNING,
        switch (program) {
          case DAPR -> message;
          case MECHA -> "warning: " + message;
        });
  }

  void failure(String message) {
    lines.fail(
        switch (program) {
          case DAPR -> message;
          case MECHA -> "error: " + message;
        });
  }

  void invalid(String app, Path file, String reason) {
    failure(
        switch (program) {
          case DAPR ->
              "Error validating run config for app \""
                  + app
                  + "\" present in "
                  + file
                  + ": "
                  + reason;
          case MECHA -> app + " (" + file + "): " + reason;
        });
  }

  void starting(FleetMember member, Path file) {
    if (program == Program.DAPR) {
      lines.say(INFO, "Validating config and starting app \"" + member.name() + "\"");
    }
    if (!member.hasCommand()) {
      lines.say(
          switch (program) {
            case DAPR -> WARNING;
            case MECHA -> INFO;
          },
          switch (program) {
            case DAPR ->
                "No application command found for app \"" + member.name() + "\" present in " + file;
            case MECHA -> member.name() + " has no command: its sidecar runs alone.";
          });
    }
    if (program == Program.MECHA && !member.app().dependsOn().isEmpty()) {
      lines.say(INFO, member.name() + " waits for " + String.join(", ", member.app().dependsOn()));
    }
  }

  void started(FleetMember member) {
    Doors doors = member.doors();
    if (program == Program.DAPR) {
      member.logs().sayOfSidecar("You're up and running! Dapr logs will appear here.\n");
      lines.say(
          INFO,
          "Started Dapr with app id \""
              + member.name()
              + "\". HTTP Port: "
              + doors.http()
              + ". gRPC Port: "
              + doors.grpc());
      lines.say(INFO, "Writing log files to directory : " + member.logs().folder());
    }
  }

  void ready(FleetMember member) {
    if (program == Program.MECHA) {
      Doors doors = member.doors();
      String where =
          doors.onSockets()
              ? "HTTP " + doors.socket("http") + "  gRPC " + doors.socket("grpc")
              : "HTTP http://127.0.0.1:" + doors.http() + "  gRPC 127.0.0.1:" + doors.grpc();
      lines.say(SUCCESS, "Ready: " + member.name() + "  " + where);
    }
  }

  void allReady(int count) {
    if (program == Program.MECHA) {
      lines.say(
          SUCCESS,
          "All " + count + " applications are ready. Ctrl-C ends them and their sidecars.");
    }
  }

  void late(FleetMember member) {
    String log = member.logs().appFile().map(file -> " Its output: " + file).orElse("");
    warning(
        member.name()
            + " is not ready after "
            + seconds(member.app().readyTimeout())
            + ": nothing listens on its port, or its health check fails."
            + log);
  }

  void failed(FleetMember member, String reason) {
    failure(
        switch (program) {
          case DAPR -> "Error starting Dapr and app (\"" + member.name() + "\"): " + reason;
          case MECHA -> member.name() + ": " + reason;
        });
  }

  void exited(FleetMember member, int status) {
    String text =
        status == 0
            ? "Exited App successfully"
            : "The App process exited with error code: exit status " + status;
    switch (program) {
      case DAPR -> member.logs().sayOfApp(text);
      case MECHA -> {
        if (status == 0) {
          lines.say(INFO, member.name() + " has ended.");
        } else {
          failure(
              member.name()
                  + " has ended with status "
                  + status
                  + "."
                  + member.logs().appFile().map(file -> " Its output: " + file).orElse(""));
        }
      }
    }
  }

  void stopping() {
    switch (program) {
      case DAPR -> {
        console.out("");
        lines.say(
            INFO,
            "Received signal to stop Dapr and app processes. Shutting down Dapr and app"
                + " processes.");
      }
      case MECHA -> lines.say(INFO, "Stopping ...");
    }
  }

  void killed(FleetMember member, Duration grace) {
    warning(
        member.name()
            + " did not end within "
            + seconds(grace)
            + " of being asked to, and was killed.");
  }

  void ended(FleetMember member) {
    if (program == Program.DAPR) {
      member.logs().sayOfSidecar("\ntermination signal received: shutting down");
      member.logs().sayOfSidecar("Exited Dapr successfully");
      if (member.hasCommand()) {
        member.logs().sayOfSidecar("Exited App successfully");
      }
    }
  }

  void stopped() {
    if (program == Program.MECHA) {
      lines.say(SUCCESS, "Stopped.");
    }
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
