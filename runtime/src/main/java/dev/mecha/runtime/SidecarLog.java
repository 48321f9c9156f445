package dev.mecha.runtime;

import dev.mecha.kernel.observe.LogIdentity;
import dev.mecha.kernel.observe.LogLevel;
import dev.mecha.kernel.observe.Logs;
import dev.mecha.runtime.options.CommandLine;
import dev.mecha.runtime.options.SidecarOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of a process whose output is a sidecar's: the daemon, and the command that runs one
 * beside an application.
 */
public final class SidecarLog {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  private SidecarLog() {}

  /**
   * Sets the log up and writes its first lines: what is starting, and which flags have no effect
   * yet.
   *
   * @param line what the sidecar was told
   */
  public static void open(CommandLine line) {
    SidecarOptions options = line.options();
    var version = Version.current();
    Logs.configure(
        LogLevel.parse(options.log().level()),
        options.log().json(),
        options.log().file() == null ? "" : options.log().file().toString(),
        new LogIdentity(options.appId(), LogIdentity.hostName(), version.api()));
    LOG.info("Starting Dapr Runtime -- version {} -- commit {}", version.api(), version.commit());
    LOG.info("Log level set to: {}", options.log().level());
    line.notYet().forEach(flag -> LOG.warn("flag --{} is accepted and has no effect yet", flag));
  }

  /**
   * Writes why a sidecar could not start or cannot go on.
   *
   * @param reason what happened
   */
  public static void fatal(SidecarException reason) {
    Logs.fatal("dapr.runtime", "Fatal error from runtime: " + reason.getMessage());
  }
}
