package dev.mecha.runtime;

import dev.mecha.kernel.observe.LogIdentity;
import dev.mecha.kernel.observe.LogLevel;
import dev.mecha.kernel.observe.LogScope;
import dev.mecha.kernel.observe.Logs;
import dev.mecha.runtime.options.CommandLine;
import dev.mecha.runtime.options.SidecarOptions;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of a process whose output is a sidecar's: the daemon, and the command that runs one
 * beside an application.
 */
public final class SidecarLog {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  private final LogScope scope;

  private SidecarLog(LogScope scope) {
    this.scope = scope;
  }

  /**
   * Sets the log up and writes its first lines: what is starting, and what this one cannot do yet.
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
    greet(line, version);
  }

  /**
   * Sets the log up for several sidecars in one process.
   *
   * @param lines what all of them are told
   */
  public static void share(Collection<CommandLine> lines) {
    LogLevel loudest =
        lines.stream()
            .map(line -> LogLevel.parse(line.options().log().level()))
            .min(Comparator.naturalOrder())
            .orElse(LogLevel.INFO);
    Logs.share(loudest, new LogIdentity("", LogIdentity.hostName(), Version.current().api()));
  }

  /**
   * Opens the log of one of several sidecars and writes its first lines.
   *
   * @param line what the sidecar is told
   * @param out where its lines go; stays open
   * @return the log
   */
  public static SidecarLog to(CommandLine line, OutputStream out) {
    SidecarOptions options = line.options();
    var version = Version.current();
    var log =
        new SidecarLog(
            new LogScope(
                LogLevel.parse(options.log().level()),
                options.log().json(),
                out,
                new LogIdentity(options.appId(), LogIdentity.hostName(), version.api())));
    log.scope.around(() -> greet(line, version)).run();
    return log;
  }

  /**
   * Does something for the sidecar: what it logs, and what threads log that it starts, goes to this
   * log.
   *
   * @param work what to do
   * @param <T> what it returns
   * @return what it returned
   * @throws Exception what it threw
   */
  public <T> T during(Callable<T> work) throws Exception {
    return scope.call(work);
  }

  private static void greet(CommandLine line, Version version) {
    LOG.info("Starting Dapr Runtime -- version {} -- commit {}", version.api(), version.commit());
    LOG.info("Log level set to: {}", line.options().log().level());
    line.notYet().forEach(flag -> LOG.warn("flag --{} is accepted and has no effect yet", flag));
    LOG.warn("Actor runtime disabled. Actors and Workflow APIs will be unavailable");
    LOG.warn("Scheduler disabled. The Jobs API will be unavailable");
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
