package dev.mecha.cli.run;

import static dev.mecha.cli.terminal.StatusLines.Status.INFO;
import static dev.mecha.cli.terminal.StatusLines.Status.SUCCESS;
import static dev.mecha.cli.terminal.StatusLines.Status.WARNING;

import dev.mecha.cli.terminal.StatusLines;
import java.util.List;

/** Speaks in Mecha's own words: little, and what to try next. */
final class MechaAnnouncer implements Announcer {

  private final StatusLines lines;

  MechaAnnouncer(StatusLines lines) {
    this.lines = lines;
  }

  @Override
  public void noCommand() {
    lines.say(INFO, "No application command: running the sidecar alone.");
  }

  @Override
  public void deprecated(String flag, String advice) {
    lines.say(WARNING, "--" + flag + " is deprecated. " + advice);
  }

  @Override
  public void starting(Doors doors) {
    lines.say(INFO, "Starting " + doors.appId() + " ...");
  }

  @Override
  public void sidecarUp(Doors doors) {
    // What follows in ready() says it all.
  }

  @Override
  public void appStarted(long pid, List<String> command) {
    lines.say(INFO, "Application: " + String.join(" ", command) + " (process " + pid + ")");
  }

  @Override
  public void ready(Doors doors, boolean withApp) {
    String where =
        doors.onSockets()
            ? "HTTP " + doors.socket("http") + "  gRPC " + doors.socket("grpc")
            : "HTTP http://127.0.0.1:" + doors.http() + "  gRPC 127.0.0.1:" + doors.grpc();
    String attempt =
        doors.onSockets()
            ? "curl --unix-socket " + doors.socket("http") + " http://localhost/v1.0/metadata"
            : "curl http://127.0.0.1:" + doors.http() + "/v1.0/metadata";
    lines.say(
        SUCCESS,
        "Ready: "
            + doors.appId()
            + "  "
            + where
            + "\n  Try: "
            + attempt
            + "\n  Ctrl-C ends "
            + (withApp ? "the application and its sidecar." : "the sidecar."));
  }

  @Override
  public void appExited(int status) {
    if (status == 0) {
      lines.say(SUCCESS, "The application has ended.");
    } else {
      lines.fail("The application has ended with status " + status + ".");
    }
  }

  @Override
  public void stopping() {
    lines.say(INFO, "Stopping ...");
  }

  @Override
  public void stopped(boolean withApp, int appStatus) {
    lines.say(SUCCESS, "Stopped.");
  }

  @Override
  public void warning(String message) {
    lines.say(WARNING, "warning: " + message);
  }

  @Override
  public void sidecarFailed(String reason) {
    failure(reason + "\n  Try: mecha doctor (checks resource files too, with file and line)");
  }

  @Override
  public void failure(String message) {
    lines.fail("error: " + message);
  }
}
