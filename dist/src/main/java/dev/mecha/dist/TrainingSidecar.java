package dev.mecha.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A sidecar of the distribution, started by the command, with an application that answers
 * everything. Sidecars of one home folder find each other.
 */
final class TrainingSidecar implements AutoCloseable {

  /** How long anything may take but the end, in seconds. */
  private static final int PATIENCE = 60;

  private final TrainingApp app = new TrainingApp();
  private final TrainingDoor door = new TrainingDoor();
  private final Path output;
  private final Process process;

  /**
   * @param program which is started
   * @param before its arguments before those of the command
   * @param folder of the training: what sidecars keep, and their output
   * @param appId the application's name
   * @param javaOptions for the sidecar's JVM
   */
  TrainingSidecar(Path program, List<String> before, Path folder, String appId, String javaOptions)
      throws IOException {
    output = folder.resolve(appId + ".log");
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(before);
    command.addAll(List.of("run", "--app-id=" + appId, "--app-port=" + app.port()));
    command.addAll(door.flags());
    command.addAll(List.of("--", "/bin/sleep", "300"));
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "MECHA_HOME",
                folder.resolve("home").toString(),
                "MECHA_JAVA_HOME",
                System.getProperty("java.home"),
                "MECHA_JAVA_OPTS",
                javaOptions));
    process =
        builder
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
  }

  /** The command's own sidecar. */
  TrainingDoor door() {
    return door;
  }

  /**
   * Waits until a sidecar of this process is healthy.
   *
   * @param which its API
   */
  void awaitHealthy(TrainingDoor which) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (!which.isHealthy()) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the sidecar ended with status " + process.exitValue());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the sidecar was not healthy after " + PATIENCE + " s");
      }
    }
  }

  /**
   * Asks it to stop and waits for its end.
   *
   * @param seconds how long at most
   */
  void stop(int seconds) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    app.close();
    door.close();
  }
}
