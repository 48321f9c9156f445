package dev.mecha.cli.run;

import dev.mecha.cli.file.RunFileApp;
import dev.mecha.cli.instance.Instance;
import dev.mecha.cli.run.SidecarHost.RunningSidecar;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One of several applications, with its sidecar: waits for those that it depends on, starts both,
 * sees them get ready, and ends them. Tells what happens as events; what follows from them is for
 * others to decide.
 */
final class FleetMember {

  private static final Duration LOOK = Duration.ofMillis(25);
  private static final Duration START_GRACE = Duration.ofSeconds(5);

  private final RunFileApp app;
  private final RunPlan plan;
  private final MemberLogs logs;
  private final SidecarHost host;
  private final Map<String, String> notes;
  private final CompletableFuture<Boolean> settled = new CompletableFuture<>();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread thread;
  private volatile @Nullable RunningSidecar sidecar;
  private volatile @Nullable AppProcess process;

  /**
   * @param app as the file describes it
   * @param plan what is to be started
   * @param logs where what both say goes
   * @param host where the sidecar runs
   * @param notes what the sidecar's metadata is to show beside the processes
   */
  FleetMember(
      RunFileApp app, RunPlan plan, MemberLogs logs, SidecarHost host, Map<String, String> notes) {
    this.app = app;
    this.plan = plan;
    this.logs = logs;
    this.host = host;
    this.notes = notes;
  }

  RunFileApp app() {
    return app;
  }

  String name() {
    return app.appId();
  }

  Doors doors() {
    return plan.doors();
  }

  MemberLogs logs() {
    return logs;
  }

  boolean hasCommand() {
    return plan.app().isPresent();
  }

  boolean ending() {
    return ending.get();
  }

  /** Completes with whether it got ready in time. */
  CompletableFuture<Boolean> settled() {
    return settled;
  }

  /**
   * @param needed those that it depends on
   * @param events hears what happens
   */
  void start(List<FleetMember> needed, Consumer<FleetEvent> events) {
    thread = Thread.ofPlatform().daemon().name("run " + name()).start(() -> run(needed, events));
  }

  private void run(List<FleetMember> needed, Consumer<FleetEvent> events) {
    try {
      for (FleetMember other : needed) {
        if (!other.settled.get()) {
          fail("it depends on " + other.name() + ", which is not ready", events);
          return;
        }
      }
      RunningSidecar started = host.start(plan.sidecarArguments(), plan.sidecarEnvironment());
      sidecar = started;
      annotate(started);
      if (startApp(started, events)) {
        events.accept(new FleetEvent.Started(this));
        Thread.ofVirtual().name("ready " + name()).start(() -> awaitReady(started, events));
      }
      started.awaitStop();
      events.accept(new FleetEvent.SidecarStopped(this));
    } catch (InterruptedException e) {
      settled.complete(false);
    } catch (ExecutionException e) {
      throw new IllegalStateException("it is only ever completed with a value", e);
    } catch (Exception | LinkageError e) {
      fail(String.valueOf(e.getMessage()), events);
    }
  }

  private void fail(String reason, Consumer<FleetEvent> events) {
    settled.complete(false);
    if (!ending()) {
      events.accept(new FleetEvent.Failed(this, reason));
    }
  }

  private void annotate(RunningSidecar started) {
    started.annotate(Instance.CLI_PID, Long.toString(ProcessHandle.current().pid()));
    notes.forEach(started::annotate);
    logs.appFile().ifPresent(file -> started.annotate(Instance.APP_LOG, file.toString()));
    logs.sidecarFile().ifPresent(file -> started.annotate(Instance.SIDECAR_LOG, file.toString()));
  }

  /** Whether it was started, or there is nothing to start. */
  private boolean startApp(RunningSidecar beside, Consumer<FleetEvent> events) {
    lock.lock();
    try {
      if (ending()) {
        return false;
      }
      plan.app().ifPresent(what -> startApp(what, beside, events));
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void startApp(RunPlan.App what, RunningSidecar beside, Consumer<FleetEvent> events) {
    AppProcess started = AppProcess.start(what, logs);
    process = started;
    beside.annotate(Instance.APP_PID, Long.toString(started.pid()));
    beside.annotate(Instance.APP_COMMAND, String.join(" ", what.command()));
    started.onExit(
        status -> {
          events.accept(new FleetEvent.AppExited(this, status));
          settled.complete(status == 0 && beside.ready());
        });
  }

  private void awaitReady(RunningSidecar started, Consumer<FleetEvent> events) {
    long deadline = System.nanoTime() + app.readyTimeout().toNanos();
    boolean late = false;
    try {
      while (!started.ready()) {
        if (!late && System.nanoTime() > deadline) {
          late = true;
          events.accept(new FleetEvent.Late(this));
          settled.complete(false); // who waits for it says so behind it
        }
        Thread.sleep(LOOK);
        if (ending()) {
          return;
        }
      }
      settled.complete(true);
      events.accept(new FleetEvent.Ready(this));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends the application, then the sidecar, and closes the logs. Only the first call does anything.
   *
   * @param grace how long the application may take
   * @return whether the application ended when it was asked to; what did not was killed
   * @throws InterruptedException if the wait is to be cut short
   */
  boolean end(Duration grace) throws InterruptedException {
    AppProcess running = beginEnding();
    boolean obeyed = running == null || running.end(grace);
    RunningSidecar beside = sidecar;
    if (beside != null) {
      beside.close();
    }
    Thread runner = thread;
    if (runner != null) {
      if (beside == null) {
        runner.interrupt();
      }
      runner.join(START_GRACE);
    }
    return obeyed;
  }

  private @Nullable AppProcess beginEnding() {
    lock.lock();
    try {
      return ending.getAndSet(true) ? null : process;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the application and all that it started at once. */
  void kill() {
    ending.set(true);
    AppProcess running = process;
    if (running != null) {
      running.kill();
    }
  }
}
