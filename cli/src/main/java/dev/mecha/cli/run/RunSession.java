package dev.mecha.cli.run;

import dev.mecha.cli.run.SidecarHost.RunningSidecar;
import dev.mecha.cli.terminal.Console;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One sidecar and its application, from the start of the first to the end of both. Whatever happens
 * arrives as an event, and one thread decides what follows from it.
 */
final class RunSession {

  /**
   * A sidecar that is given up while it starts ends soon, or is ended by the end of the process.
   */
  private static final Duration START_GRACE = Duration.ofSeconds(5);

  private static final int OK = 0;
  private static final int FAILED = 1;

  private sealed interface Event {
    record SidecarUp(RunningSidecar sidecar) implements Event {}

    record SidecarFailed(String reason) implements Event {}

    record SidecarStopped() implements Event {}

    record AppExited(int status) implements Event {}

    record Interrupted() implements Event {}
  }

  private final RunPlan plan;
  private final Announcer announcer;
  private final Console console;
  private final SidecarHost host;
  private final Duration appGrace;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Thread sidecarThread =
      Thread.ofPlatform().daemon().name("sidecar").unstarted(this::runSidecar);

  private @Nullable RunningSidecar sidecar;
  private @Nullable AppProcess app;

  /**
   * @param plan what to start
   * @param announcer tells what happens
   * @param console shows what the application writes
   * @param host where the sidecar runs
   * @param appGrace how long the application may take to end
   */
  RunSession(
      RunPlan plan, Announcer announcer, Console console, SidecarHost host, Duration appGrace) {
    this.plan = plan;
    this.announcer = announcer;
    this.console = console;
    this.host = host;
    this.appGrace = appGrace;
  }

  /**
   * Runs until the application ends, the sidecar stops or the user has had enough.
   *
   * @param interrupts of the user
   * @return the exit status
   */
  int run(Interrupts interrupts) {
    var main = Thread.currentThread();
    var again = new AtomicBoolean();
    interrupts.onInterrupt(
        () -> {
          if (again.getAndSet(true)) {
            main.interrupt();
          } else {
            events.add(new Event.Interrupted());
          }
        });
    try {
      announcer.starting(plan.doors());
      sidecarThread.start();
      return untilEnd();
    } catch (InterruptedException e) {
      // Asked twice: whoever asks is in a hurry.
      return FAILED;
    } catch (RunException e) {
      announcer.failure(String.valueOf(e.getMessage()));
      stopSidecar();
      return FAILED;
    } finally {
      killApp();
    }
  }

  private int untilEnd() throws InterruptedException {
    while (true) {
      switch (events.take()) {
        case Event.SidecarUp(RunningSidecar up) -> serve(up);
        case Event.SidecarFailed(String reason) -> {
          announcer.sidecarFailed(reason);
          endApp();
          stopSidecar();
          return FAILED;
        }
        case Event.AppExited(int status) -> {
          endApp();
          announcer.appExited(status);
          return shutDown(status);
        }
        case Event.SidecarStopped() -> {
          return shutDown(OK);
        }
        case Event.Interrupted() -> {
          return shutDown(OK);
        }
      }
    }
  }

  private void runSidecar() {
    var what = "did not start";
    try {
      RunningSidecar started = host.start(plan.sidecarArguments(), plan.sidecarEnvironment());
      what = "cannot go on";
      events.add(new Event.SidecarUp(started));
      started.awaitStop();
      events.add(new Event.SidecarStopped());
    } catch (InterruptedException e) {
      events.add(new Event.SidecarStopped());
    } catch (Exception | LinkageError e) {
      events.add(new Event.SidecarFailed("The sidecar " + what + ": " + e.getMessage()));
    }
  }

  private void serve(RunningSidecar started) {
    sidecar = started;
    if (plan.sidecarAwaited()) {
      announcer.sidecarUp(plan.doors());
    }
    // Behind its sidecar in any case: what it calls first is there.
    startApp();
    started.annotate("cliPID", Long.toString(ProcessHandle.current().pid()));
    AppProcess running = app;
    if (running != null) {
      plan.app()
          .ifPresent(
              a -> {
                announcer.appStarted(running.pid(), a.command());
                started.annotate("appPID", Long.toString(running.pid()));
                started.annotate("appCommand", String.join(" ", a.command()));
              });
    }
    announcer.ready(plan.doors(), running != null);
  }

  private void startApp() {
    plan.app()
        .ifPresent(
            a -> {
              AppLines lines = AppLines.on(console, AppLines.prefix(plan.doors().appId()));
              AppProcess started = AppProcess.start(a, lines);
              app = started;
              started.onExit(status -> events.add(new Event.AppExited(status)));
            });
  }

  private int shutDown(int appStatus) throws InterruptedException {
    announcer.stopping();
    endApp();
    stopSidecar();
    announcer.stopped(plan.app().isPresent(), appStatus);
    return appStatus == OK ? OK : FAILED;
  }

  private void endApp() throws InterruptedException {
    AppProcess running = app;
    if (running != null && !running.end(appGrace)) {
      announcer.warning(
          "The application did not end within "
              + appGrace.toSeconds()
              + " s of being asked to, and was killed.");
    }
  }

  private void killApp() {
    AppProcess running = app;
    if (running != null) {
      running.kill();
    }
  }

  private void stopSidecar() {
    RunningSidecar running = sidecar;
    if (running != null) {
      running.close();
      return;
    }
    sidecarThread.interrupt();
    try {
      sidecarThread.join(START_GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
