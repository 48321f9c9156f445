package dev.mecha.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the distribution once and lets the JVM write down what it loaded and linked, so that later
 * starts find it done. The run goes through the daemon and then, in the same process, through the
 * command ({@link Rehearsal}); a second sidecar stands beside it, for calls between applications.
 * Without the cache everything works, a second later.
 */
final class Training {

  /** After the end of the run the JVM makes the cache, in a second process. */
  private static final String DAEMON = "daemon";

  private static final int CACHE_SECONDS = 180;

  /** What a daemon is often given first: a list that is empty is parsed in another way. */
  private static final String STORE =
      """
      apiVersion: dapr.io/v1alpha1
      kind: Component
      metadata:
        name: statestore
      spec:
        type: state.in-memory
        version: v1
        metadata: []
      """;

  private final Path distribution;
  private final StartScripts scripts;

  /**
   * @param distribution whole but for the cache
   * @param scripts its start scripts
   */
  Training(Path distribution, StartScripts scripts) {
    this.distribution = distribution;
    this.scripts = scripts;
  }

  /**
   * @param cache the file; missing if the training failed, which is said and no error
   * @throws IOException if files cannot be written
   * @throws InterruptedException if the build is ended
   */
  void writeTo(Path cache) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("mecha-training");
    Path rehearsal = scripts.writeRehearsal(distribution.resolve("bin"));
    try (var daemon = new TrainingDoor();
        var neighbour =
            new TrainingSidecar(
                distribution.resolve("bin/mecha"), List.of(), folder, TrainingCalls.NEIGHBOUR, "");
        var trained =
            new TrainingSidecar(
                rehearsal,
                daemonArguments(folder, daemon),
                folder,
                TrainingCalls.TRAINED,
                "-XX:AOTCacheOutput=" + cache)) {
      try {
        trained.awaitHealthy(daemon);
        TrainingCalls.ofState(daemon);
        TrainingCalls.ofNeighbours(daemon, DAEMON);
        TrainingCalls.end(daemon);
        neighbour.awaitHealthy(neighbour.door());
        trained.awaitHealthy(trained.door());
        new TrainingCalls(trained.door(), neighbour.door()).make();
        trained.stop(CACHE_SECONDS);
        report(cache);
      } catch (IOException | IllegalStateException e) {
        trained.stop(CACHE_SECONDS);
        Files.deleteIfExists(cache);
        System.err.println("The distribution has no AOT cache: " + e);
        System.err.println(trained.output());
      }
    } finally {
      Files.delete(rehearsal);
      Folders.delete(folder);
    }
  }

  private static List<String> daemonArguments(Path folder, TrainingDoor door) throws IOException {
    Path resources = Files.createDirectory(folder.resolve("resources"));
    Files.writeString(resources.resolve("store.yaml"), STORE);
    var arguments =
        new ArrayList<>(
            List.of(
                "--app-id=" + DAEMON,
                // Not --resources-path, which leaves out what a start without either goes through.
                "--components-path=" + resources,
                "--metrics-port=0",
                "--dapr-listen-addresses=127.0.0.1"));
    arguments.addAll(door.flags());
    arguments.add(Rehearsal.THEN);
    return arguments;
  }

  private static void report(Path cache) throws IOException {
    if (Files.notExists(cache)) {
      throw new IllegalStateException("the JVM did not write it");
    }
    System.out.println("AOT cache: " + Files.size(cache) / (1 << 20) + " MiB");
  }
}
