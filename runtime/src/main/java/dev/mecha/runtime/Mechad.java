package dev.mecha.runtime;

import dev.mecha.kernel.observe.LogLevel;
import dev.mecha.kernel.observe.Logs;
import dev.mecha.runtime.options.CommandLine;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.runtime.options.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sidecar process. Ends with status 0 after SIGINT, SIGTERM or a shutdown through the API, with
 * 1 if it cannot start; SIGHUP makes it read everything again and start anew inside the same
 * process.
 */
public final class Mechad {

  private static final long FORCED_EXIT_DELAY_MILLIS = 100;

  private final CommandLine line;
  private final Logger log = LoggerFactory.getLogger("dapr.runtime");
  private final AtomicReference<@Nullable Sidecar> running = new AtomicReference<>();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Thread main = Thread.currentThread();

  private Mechad(CommandLine line) {
    this.line = line;
  }

  /**
   * @param arguments the peer's flags
   */
  public static void main(String[] arguments) {
    // Not System.exit: hooks have nothing to do after a graceful stop, and the status must be ours.
    int status = run(Arrays.asList(arguments), System.getenv());
    System.out.flush();
    Runtime.getRuntime().halt(status);
  }

  /**
   * Runs to the end, in a process that does not have to end with it.
   *
   * @param arguments the peer's flags
   * @param environment variables by name
   * @return the status for the process to end with
   */
  public static int run(List<String> arguments, Map<String, String> environment) {
    try {
      CommandLine line = CommandLine.parse(arguments, environment);
      var version = Version.current();
      switch (line.action()) {
        case VERSION -> System.out.println(version.api());
        case BUILD_INFO ->
            System.out.println(
                "Version: %s%nGit Commit: %s%nGit Version: %s"
                    .formatted(version.api(), version.commit(), version.mecha()));
        case WAIT -> {
          return OutboundWait.await(line.options().servers().httpPort()) ? 0 : 1;
        }
        case RUN -> {
          return new Mechad(line).serve();
        }
      }
      return 0;
    } catch (UsageException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static void requireLogLevel(SidecarOptions options) {
    try {
      LogLevel.parse(options.log().level());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private int serve() {
    SidecarOptions options = line.options();
    requireLogLevel(options);
    SidecarLog.open(line);
    OwnProcess.prepare(options.environment());
    Signals.on("INT", () -> stop("interrupt"));
    Signals.on("TERM", () -> stop("terminated"));
    Signals.on("HUP", this::reload);
    try {
      serve(options);
      log.info("Daprd shutdown gracefully");
      return 0;
    } catch (InterruptedException e) {
      log.info("Daprd shutdown gracefully");
      return 0;
    } catch (SidecarException e) {
      SidecarLog.fatal(e);
      return 1;
    }
  }

  private void serve(SidecarOptions options) throws SidecarException, InterruptedException {
    Sidecar sidecar =
        Sidecar.builder(options).forcedShutdown(Mechad::exitSoon).overdue(Mechad::giveUp).start();
    try {
      running.set(sidecar);
      while (!stopping.get() && sidecar.awaitStop() == StopReason.RELOAD) {
        sidecar = sidecar.renew();
        running.set(sidecar);
      }
    } finally {
      running.set(null);
      sidecar.close();
    }
  }

  /**
   * A signal may come before the sidecar is up: then its start is given up. A second one means that
   * somebody will not wait.
   */
  private void stop(String signal) {
    if (stopping.getAndSet(true)) {
      exit("dapr.signals", "Received signal '" + signal + "' during shutdown; exiting immediately");
    }
    LoggerFactory.getLogger("dapr.signals")
        .info("Received signal '{}'; beginning shutdown", signal);
    Sidecar sidecar = running.get();
    if (sidecar != null) {
      sidecar.requestStop();
    } else {
      main.interrupt();
    }
  }

  /** One that is only starting reads everything anyway. */
  private void reload() {
    Sidecar sidecar = running.get();
    if (sidecar != null) {
      sidecar.requestReload();
    }
  }

  private static void giveUp() {
    exit("dapr.runtime", "Graceful shutdown timeout exceeded, forcing shutdown");
  }

  private static void exit(String scope, String reason) {
    Logs.fatal(scope, reason);
    System.out.flush();
    Runtime.getRuntime().halt(1);
  }

  /** The answer to the call that asked for it should still get through. */
  private static void exitSoon() {
    Thread.ofPlatform()
        .daemon()
        .name("forced-exit")
        .start(
            () -> {
              try {
                Thread.sleep(FORCED_EXIT_DELAY_MILLIS);
              } catch (InterruptedException e) {
                // Somebody is in an even greater hurry.
              }
              Runtime.getRuntime().halt(1);
            });
  }
}
