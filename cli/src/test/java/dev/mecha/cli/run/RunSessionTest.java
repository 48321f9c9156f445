package dev.mecha.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.cli.terminal.Screen;
import dev.mecha.cli.terminal.StatusLines;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RunSessionTest {

  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Screen screen = new Screen();
  private final List<Runnable> interrupts = new CopyOnWriteArrayList<>();
  private final List<Long> pids = new CopyOnWriteArrayList<>();

  @AfterEach
  void nothingIsLeft() {
    pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  @Test
  void theApplicationsOutputIsPrefixedLineByLine() throws Exception {
    int status = run("printf 'half'; echo ' whole'; echo wrong >&2; printf 'ünd ende'").get();
    assertThat(status).isZero();
    assertThat(screen.lines())
        .contains(
            "== APP - app == half whole", "== APP - app == wrong", "== APP - app == ünd ende");
  }

  @Test
  void theApplicationHasItsEnvironmentAndNoOther() throws Exception {
    run("/usr/bin/env").get();
    assertThat(screen.lines()).contains("== APP - app == MARK=1");
    assertThat(screen.out()).doesNotContain("PATH=/usr/local");
  }

  @Test
  void anApplicationThatFailsFailsTheRun() throws Exception {
    assertThat(run("exit 3").get()).isEqualTo(1);
    assertThat(screen.err()).contains("The App process exited with error code: 3");
    assertThat(screen.err()).contains("Error exiting App: app exited with status 3");
  }

  @Test
  void theMetadataNamesBothProcesses() throws Exception {
    var sidecars = FakeSidecars.serving();
    var result = start(sidecars, true, Optional.of("echo $$; exec sleep 600"));
    long pid = readPid("== APP - app == ");
    Awaitility.await().until(() -> sidecars.metadata.containsKey("appCommand"));
    assertThat(sidecars.metadata)
        .containsEntry("cliPID", Long.toString(ProcessHandle.current().pid()))
        .containsEntry("appPID", Long.toString(pid))
        .containsEntry("appCommand", "/bin/sh -c echo $$; exec sleep 600");
    interrupt();
    assertThat(result.get()).isZero();
  }

  @Test
  void anInterruptEndsTheApplicationFirstAndThenTheSidecar() throws Exception {
    var sidecars = FakeSidecars.serving();
    sidecars.onClose.set(() -> screen.console.out("sidecar closed"));
    var result =
        start(
            sidecars,
            true,
            Optional.of("trap 'echo goodbye; exit 0' TERM; echo up; while :; do sleep 0.1; done"));
    screen.await("== APP - app == up");
    interrupt();
    assertThat(result.get()).isZero();
    assertThat(screen.lines())
        .containsSubsequence(
            "terminated signal received: shutting down",
            "== APP - app == goodbye",
            "sidecar closed",
            "✅  Exited Dapr successfully");
  }

  @Test
  void whoDoesNotListenIsKilledAfterTheGrace() throws Exception {
    var result =
        start(
            FakeSidecars.serving(),
            true,
            Optional.of("trap '' TERM; echo $$; while :; do sleep 0.1; done"),
            Duration.ofMillis(500));
    long pid = readPid("== APP - app == ");
    interrupt();
    assertThat(result.get()).isZero();
    assertGone(pid);
  }

  @Test
  void whoAsksTwiceIsInAHurry() throws Exception {
    var result =
        start(
            FakeSidecars.serving(),
            true,
            Optional.of("trap '' TERM; echo $$; while :; do sleep 0.1; done"));
    long pid = readPid("== APP - app == ");
    interrupt();
    screen.await("shutting down");
    interrupt();
    assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    assertGone(pid);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void childrenThatTheApplicationLeftBehindEndWithIt() throws Exception {
    assertThat(run("sleep 600 > /dev/null 2>&1 & echo $!; exit 0").get()).isZero();
    assertGone(readPid("== APP - app == "));
  }

  @Test
  void childrenOfARunningApplicationEndWithIt() throws Exception {
    var result = start(FakeSidecars.serving(), true, Optional.of("sleep 600 & echo $!; wait"));
    long pid = readPid("== APP - app == ");
    interrupt();
    assertThat(result.get()).isZero();
    assertGone(pid);
  }

  @Test
  void theApplicationEndsWhenTheSidecarStops() throws Exception {
    var sidecars = FakeSidecars.serving();
    var result = start(sidecars, true, Optional.of("echo $$; exec sleep 600"));
    long pid = readPid("== APP - app == ");
    screen.await("up and running");
    sidecars.stopped.countDown();
    assertThat(result.get()).isZero();
    assertGone(pid);
  }

  @Test
  void theApplicationDoesNotStartBesideASidecarThatCannot() throws Exception {
    var result = start(FakeSidecars.failing("port 1 is taken"), true, Optional.of("echo started"));
    assertThat(result.get()).isEqualTo(1);
    assertThat(screen.err()).contains("❌  The sidecar did not start: port 1 is taken");
    assertThat(screen.out()).doesNotContain("started");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theApplicationStartsWhenItsSidecarServes(boolean withoutPort) throws Exception {
    var sidecars = FakeSidecars.waiting();
    var result = start(sidecars, withoutPort, Optional.of("echo up; exec sleep 600"));
    screen.await("Starting Dapr with id app");
    assertThat(screen.out()).doesNotContain("== APP - app == up");
    sidecars.mayServe.countDown();
    screen.await("== APP - app == up");
    screen.await("You're up and running! Both Dapr and your app logs will appear here.");
    interrupt();
    assertThat(result.get()).isZero();
  }

  @Test
  void anInterruptGivesUpASidecarThatIsStarting() throws Exception {
    var result = start(FakeSidecars.waiting(), true, Optional.empty());
    screen.await("Starting Dapr with id app. HTTP Port: 3500. gRPC Port: 50001");
    interrupt();
    assertThat(result.get()).isZero();
  }

  @Test
  void aSidecarAloneRunsUntilTheInterrupt() throws Exception {
    var result = start(FakeSidecars.serving(), true, Optional.empty());
    screen.await("You're up and running! Dapr logs will appear here.");
    assertThat(result).isNotDone();
    interrupt();
    assertThat(result.get()).isZero();
    assertThat(screen.out()).doesNotContain("Exited App");
  }

  @Test
  void aProgramThatCannotBeExecutedFailsTheRun() throws Exception {
    var app =
        new RunPlan.App(
            Path.of("/nowhere/program"), List.of("/nowhere/program"), Map.of(), Optional.empty());
    assertThat(start(FakeSidecars.serving(), plan(true, Optional.of(app)), GRACE).get())
        .isEqualTo(1);
  }

  private CompletableFuture<Integer> run(String script) {
    return start(FakeSidecars.serving(), true, Optional.of(script));
  }

  private CompletableFuture<Integer> start(
      FakeSidecars sidecars, boolean sidecarAwaited, Optional<String> script) {
    return start(sidecars, sidecarAwaited, script, GRACE);
  }

  private CompletableFuture<Integer> start(
      FakeSidecars sidecars, boolean sidecarAwaited, Optional<String> script, Duration grace) {
    var app =
        script.map(
            text ->
                new RunPlan.App(
                    Path.of("/bin/sh"),
                    List.of("/bin/sh", "-c", text),
                    Map.of("MARK", "1"),
                    Optional.empty()));
    return start(sidecars, plan(sidecarAwaited, app), grace);
  }

  private static RunPlan plan(boolean sidecarAwaited, Optional<RunPlan.App> app) {
    return new RunPlan(new Doors("app", 3500, 50001, ""), List.of(), Map.of(), app, sidecarAwaited);
  }

  private CompletableFuture<Integer> start(FakeSidecars sidecars, RunPlan plan, Duration grace) {
    var lines = new StatusLines(screen.console, StatusLines.Form.SIGNS, InstantSource.system());
    var session =
        new RunSession(
            plan, new DaprAnnouncer(screen.console, lines), screen.console, sidecars, grace);
    var result = new CompletableFuture<Integer>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                result.complete(session.run(interrupts::add));
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  private void interrupt() {
    Awaitility.await().until(() -> !interrupts.isEmpty());
    interrupts.forEach(Runnable::run);
  }

  /** The number that follows a prefix on the screen. */
  private long readPid(String prefix) {
    Awaitility.await().until(() -> screen.lines().stream().anyMatch(l -> l.startsWith(prefix)));
    String line =
        screen.lines().stream().filter(l -> l.startsWith(prefix)).findFirst().orElseThrow();
    long pid = Long.parseLong(line.substring(prefix.length()).strip());
    pids.add(pid);
    return pid;
  }

  private static void assertGone(long pid) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(Processes.runs(pid)).isFalse());
  }
}
