package dev.mecha.cli.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One application of the file, what is common to all merged in.
 *
 * @param appId its name
 * @param directory where it runs, absolute
 * @param flags what {@code run} would be told on the command line
 * @param command its command line; empty for a sidecar alone
 * @param environment what it gets beside the environment of the command
 * @param sidecarLog where the sidecar's log goes
 * @param appLog where its own output goes
 * @param runtimePath the folder of the home folder, or empty
 * @param dependsOn the names of applications that have to be ready before it is started
 * @param readyTimeout how long it may take to get ready
 */
public record RunFileApp(
    String appId,
    Path directory,
    List<String> flags,
    List<String> command,
    Map<String, String> environment,
    LogDestination sidecarLog,
    LogDestination appLog,
    String runtimePath,
    List<String> dependsOn,
    Duration readyTimeout) {

  /** The environment may hold secrets. */
  @Override
  public String toString() {
    return "RunFileApp[" + appId + "]";
  }
}
