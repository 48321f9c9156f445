package dev.mecha.cli.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/**
 * The application as a child process. It leads a session of its own where the system can arrange
 * that: a Ctrl-C then reaches the command alone, which ends application and sidecar in order, and
 * nothing that the application started gets lost. If the command is killed, a reaper ends it.
 */
final class AppProcess {

  private static final String WHERE_SETSID_IS = "/usr/bin:/bin:/usr/local/bin";
  private static final Duration LAST_LINES = Duration.ofSeconds(1);

  private final Process process;
  private final ProcessFamily family;
  private final AppReaper reaper;
  private final List<Thread> output;

  private AppProcess(Process process, ProcessFamily family, AppReaper reaper, List<Thread> output) {
    this.process = process;
    this.family = family;
    this.reaper = reaper;
    this.output = output;
  }

  /**
   * Starts an application.
   *
   * @param app what to start
   * @param lines where what it writes goes
   * @return the running application
   * @throws RunException if it cannot be started
   */
  static AppProcess start(RunPlan.App app, AppLines lines) {
    Optional<Path> setsid = Executables.lookUp("setsid", WHERE_SETSID_IS);
    var command = new ArrayList<String>();
    setsid.ifPresent(tool -> command.add(tool.toString()));
    command.add(app.program().toString());
    command.addAll(app.command().subList(1, app.command().size()));
    var builder = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.INHERIT);
    app.directory().map(Path::toFile).ifPresent(builder::directory);
    builder.environment().clear();
    builder.environment().putAll(app.environment());
    AppReaper reaper = AppReaper.start();
    try {
      Process process = builder.start();
      reaper.watch(process.pid());
      var family = new ProcessFamily(process.toHandle(), setsid.isPresent());
      return new AppProcess(
          process,
          family,
          reaper,
          List.of(
              forward("app-out", new LineForwarder(process.getInputStream(), lines)),
              forward("app-err", new LineForwarder(process.getErrorStream(), lines))));
    } catch (IOException e) {
      reaper.release();
      throw new RunException("Failed to start " + app.program() + ": " + e.getMessage(), e);
    }
  }

  /** Reading a pipe holds its thread, so that a virtual one would gain nothing. */
  private static Thread forward(String name, LineForwarder forwarder) {
    return Thread.ofPlatform().daemon().name(name).start(forwarder);
  }

  long pid() {
    return process.pid();
  }

  /**
   * @param reaction gets the exit status when the application ends
   */
  void onExit(IntConsumer reaction) {
    CompletableFuture<Void> _ =
        process
            .onExit()
            .thenAccept(
                ended -> {
                  releaseReaper();
                  reaction.accept(ended.exitValue());
                });
  }

  /** The number of a process that has ended is soon another's. */
  private void releaseReaper() {
    if (family.members().isEmpty()) {
      reaper.release();
    }
  }

  /**
   * Ends the application and everything that it started, and waits until its last lines are shown.
   *
   * @param grace how long it may take
   * @return whether it did so when it was asked to; what did not was killed
   * @throws InterruptedException if the wait is to be cut short
   */
  boolean end(Duration grace) throws InterruptedException {
    boolean obeyed = family.end(grace);
    reaper.release();
    for (Thread thread : output) {
      thread.join(LAST_LINES);
    }
    return obeyed;
  }

  /** Ends all of it at once. */
  void kill() {
    family.kill();
    reaper.release();
  }
}
