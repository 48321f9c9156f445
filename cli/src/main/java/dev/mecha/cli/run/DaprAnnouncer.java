package dev.mecha.cli.run;

import static dev.mecha.cli.terminal.StatusLines.Status.INFO;
import static dev.mecha.cli.terminal.StatusLines.Status.SUCCESS;
import static dev.mecha.cli.terminal.StatusLines.Status.WARNING;

import dev.mecha.cli.terminal.Console;
import dev.mecha.cli.terminal.StatusLines;
import java.util.List;

/** Speaks as the peer's command does, word for word. */
final class DaprAnnouncer implements Announcer {

  private final Console console;
  private final StatusLines lines;

  DaprAnnouncer(Console console, StatusLines lines) {
    this.console = console;
    this.lines = lines;
  }

  @Override
  public void noCommand() {
    console.out(console.bold("WARNING: no application command found."));
  }

  @Override
  public void deprecated(String flag, String advice) {
    console.err(
        "Flag --"
            + flag
            + " has been deprecated, This flag is deprecated and will be removed in the future"
            + " releases. "
            + advice);
  }

  @Override
  public void starting(Doors doors) {
    lines.say(
        INFO,
        doors.onSockets()
            ? "Starting Dapr with id "
                + doors.appId()
                + ". HTTP Socket: "
                + doors.socket("http")
                + ". gRPC Socket: "
                + doors.socket("grpc")
                + "."
            : "Starting Dapr with id "
                + doors.appId()
                + ". HTTP Port: "
                + doors.http()
                + ". gRPC Port: "
                + doors.grpc());
  }

  @Override
  public void sidecarUp(Doors doors) {
    String checking = "Checking if Dapr sidecar is listening on ";
    if (doors.onSockets()) {
      lines.say(INFO, checking + "HTTP socket " + doors.socket("http"));
      lines.say(INFO, checking + "GRPC socket " + doors.socket("grpc"));
    } else {
      lines.say(INFO, checking + "HTTP port " + doors.http());
      lines.say(INFO, checking + "GRPC port " + doors.grpc());
    }
    lines.say(INFO, "Dapr sidecar is up and running.");
  }

  @Override
  public void appStarted(long pid, List<String> command) {
    lines.say(INFO, "Updating metadata for appPID: " + pid);
    lines.say(INFO, "Updating metadata for app command: " + String.join(" ", command));
  }

  @Override
  public void ready(Doors doors, boolean withApp) {
    lines.say(
        SUCCESS,
        withApp
            ? "You're up and running! Both Dapr and your app logs will appear here.\n"
            : "You're up and running! Dapr logs will appear here.\n");
  }

  @Override
  public void appExited(int status) {
    if (status == 0) {
      lines.say(SUCCESS, "Exited App successfully");
    } else {
      lines.fail("The App process exited with error code: " + status);
    }
  }

  @Override
  public void stopping() {
    lines.say(INFO, "\nterminated signal received: shutting down");
  }

  @Override
  public void stopped(boolean withApp, int appStatus) {
    lines.say(SUCCESS, "Exited Dapr successfully");
    if (appStatus != 0) {
      lines.fail("Error exiting App: app exited with status " + appStatus);
    } else if (withApp) {
      lines.say(SUCCESS, "Exited App successfully");
    }
  }

  @Override
  public void warning(String message) {
    lines.say(WARNING, message);
  }

  @Override
  public void sidecarFailed(String reason) {
    failure(reason);
  }

  @Override
  public void failure(String message) {
    lines.fail(message);
  }
}
