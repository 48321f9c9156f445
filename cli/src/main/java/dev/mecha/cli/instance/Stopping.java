package dev.mecha.cli.instance;

import dev.mecha.cli.client.SidecarClient;
import dev.mecha.cli.client.SidecarClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Stops what runs, and waits until it has ended. A command that runs one application is asked to
 * end; in one that runs several, the sidecar is, and its application ends with it.
 */
final class Stopping {

  /** An application has 5 s to end, and its sidecar as many. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration CALL = Duration.ofSeconds(5);

  /** How often a sidecar that shares its process is looked at. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private final List<Instance> running;
  private final Instances instances;
  private final Map<String, String> environment;

  Stopping(List<Instance> running, Instances instances, Map<String, String> environment) {
    this.running = running;
    this.instances = instances;
    this.environment = environment;
  }

  /**
   * Stops one application and its sidecar.
   *
   * @throws IOException if it does not stop; the message is for the person at the terminal
   */
  void stop(Instance instance) throws IOException, InterruptedException {
    long command = instance.pid(Instance.CLI_PID);
    long shared = running.stream().filter(other -> other.pid(Instance.CLI_PID) == command).count();
    if (command == 0) {
      end(instance.sidecarPid());
    } else if (shared == 1) {
      end(command);
    } else {
      askToShutDown(instance);
    }
  }

  /**
   * Asks a process to end, and waits.
   *
   * @throws IOException if it does not
   */
  void end(long pid) throws IOException, InterruptedException {
    var process = ProcessHandle.of(pid);
    if (process.isEmpty()) {
      return;
    }
    if (!process.get().destroy()) {
      throw new IOException("process " + pid + " cannot be asked to end");
    }
    CompletableFuture<ProcessHandle> ended = process.get().onExit();
    try {
      ended.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(late("process " + pid), e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private void askToShutDown(Instance instance) throws IOException, InterruptedException {
    try (var client = new SidecarClient(environment)) {
      Answer answer =
          client.send(instance.address(), "POST", "/v1.0/shutdown", Map.of(), new byte[0], CALL);
      if (!answer.ok()) {
        throw new IOException("the sidecar answered " + answer.status() + " " + answer.reason());
      }
    }
    await(() -> instances.stillRuns(instance), "the sidecar");
  }

  private static void await(BooleanSupplier runs, String what)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (runs.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IOException(late(what));
      }
      Thread.sleep(LOOK);
    }
  }

  private static String late(String what) {
    return what + " still runs after " + PATIENCE.toSeconds() + " s";
  }
}
