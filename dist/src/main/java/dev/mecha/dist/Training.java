package dev.mecha.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the distribution once and lets the JVM write down what it loaded and linked, so that later
 * starts find it done. The run goes through the command, whose sidecar is the same as the daemon's.
 * Without the cache everything works, a second later.
 */
final class Training {

  private static final int START_SECONDS = 60;

  /** After the end of the run the JVM makes the cache, in a second process. */
  private static final int CACHE_SECONDS = 180;

  private final Path distribution;

  /**
   * @param distribution whole but for the cache
   */
  Training(Path distribution) {
    this.distribution = distribution;
  }

  /**
   * @param cache the file; missing if the training failed, which is said and no error
   * @throws IOException if files cannot be written
   * @throws InterruptedException if the build is ended
   */
  void writeTo(Path cache) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("mecha-training");
    try (var app = new TrainingApp()) {
      var calls = TrainingCalls.onFreePorts();
      Process process = start(folder, cache, app.port(), calls);
      try {
        calls.awaitHealthy(process, START_SECONDS);
        calls.make();
      } finally {
        process.destroy();
        if (!process.waitFor(CACHE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      }
      report(cache);
    } catch (IOException | IllegalStateException e) {
      Files.deleteIfExists(cache);
      System.err.println("The distribution has no AOT cache: " + e);
      System.err.println(Files.readString(folder.resolve("output")));
    } finally {
      Folders.delete(folder);
    }
  }

  private Process start(Path folder, Path cache, int appPort, TrainingCalls calls)
      throws IOException {
    var builder =
        new ProcessBuilder(
            List.of(
                distribution.resolve("bin/mecha").toString(),
                "run",
                "--app-id",
                "training",
                "--app-port",
                Integer.toString(appPort),
                "--dapr-http-port",
                Integer.toString(calls.httpPort()),
                "--dapr-grpc-port",
                Integer.toString(calls.grpcPort()),
                "--",
                "/bin/sleep",
                "300"));
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
                "-XX:AOTCacheOutput=" + cache));
    return builder
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  private static void report(Path cache) throws IOException {
    if (Files.notExists(cache)) {
      throw new IllegalStateException("the JVM did not write it");
    }
    System.out.println("AOT cache: " + Files.size(cache) / (1 << 20) + " MiB");
  }
}
