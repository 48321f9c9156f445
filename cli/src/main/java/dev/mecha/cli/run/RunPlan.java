package dev.mecha.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be started, checked as far as possible before anything runs.
 *
 * @param doors the sidecar's name and where it can be reached
 * @param sidecarArguments its command line
 * @param sidecarEnvironment its variables
 * @param app the application, if there is one to start
 * @param sidecarAwaited whether it is told that the sidecar was waited for, as the peer does for
 *     applications without a port
 */
record RunPlan(
    Doors doors,
    List<String> sidecarArguments,
    Map<String, String> sidecarEnvironment,
    Optional<App> app,
    boolean sidecarAwaited) {

  /**
   * An application.
   *
   * @param program its file
   * @param command as the user wrote it
   * @param environment its variables
   * @param directory where it runs; empty for where the command does
   */
  record App(
      Path program,
      List<String> command,
      Map<String, String> environment,
      Optional<Path> directory) {}

  /** The environments may hold secrets. */
  @Override
  public String toString() {
    return "RunPlan[" + doors + ", " + sidecarArguments + "]";
  }
}
