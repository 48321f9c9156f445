package dev.mecha.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs the distribution once and lets the JVM write down what it loaded and linked, so that later
 * starts find it done. The run goes through the command, whose sidecar is the same as the daemon's;
 * a second sidecar stands beside it, for calls between applications. Without the cache everything
 * works, a second later.
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
    try (var neighbour = sidecar(folder, TrainingCalls.NEIGHBOUR, "");
        var trained = sidecar(folder, TrainingCalls.TRAINED, "-XX:AOTCacheOutput=" + cache)) {
      try {
        neighbour.awaitHealthy(START_SECONDS);
        trained.awaitHealthy(START_SECONDS);
        new TrainingCalls(trained, neighbour).make();
        trained.stop(CACHE_SECONDS);
        report(cache);
      } catch (IOException | IllegalStateException e) {
        trained.stop(CACHE_SECONDS);
        Files.deleteIfExists(cache);
        System.err.println("The distribution has no AOT cache: " + e);
        System.err.println(trained.output());
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private TrainingSidecar sidecar(Path folder, String appId, String javaOptions)
      throws IOException {
    return new TrainingSidecar(distribution, folder, appId, javaOptions);
  }

  private static void report(Path cache) throws IOException {
    if (Files.notExists(cache)) {
      throw new IllegalStateException("the JVM did not write it");
    }
    System.out.println("AOT cache: " + Files.size(cache) / (1 << 20) + " MiB");
  }
}
