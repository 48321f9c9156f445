package dev.mecha.cli.run;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What Mecha puts into its home folder when it is used for the first time: a state store and a
 * broker that need no server. From then on the files are the user's: nothing is written over, and
 * nothing that was deleted comes back.
 */
final class EmbeddedHome {

  private static final String STATE_STORE =
      """
      # Made by the first run; yours to change. Delete it, and it stays away.
      apiVersion: dapr.io/v1alpha1
      kind: Component
      metadata:
        name: statestore
      spec:
        type: state.sqlite
        version: v1
        metadata:
          - name: connectionString
            value: "@database@"
          - name: actorStateStore
            value: "true"
      """;

  private static final String PUBSUB =
      """
      # Made by the first run; yours to change. Delete it, and it stays away.
      apiVersion: dapr.io/v1alpha1
      kind: Component
      metadata:
        name: pubsub
      spec:
        type: pubsub.sqlite
        version: v1
        metadata:
          - name: connectionString
            value: "@database@"
      """;

  private static final String CONFIGURATION =
      """
      # Made by the first run; yours to change: tracing, middleware, secret scopes and so on go below spec.
      apiVersion: dapr.io/v1alpha1
      kind: Configuration
      metadata:
        name: default
      spec: {}
      """;

  private EmbeddedHome() {}

  /**
   * Furnishes a home folder that has no {@code components} yet.
   *
   * @param home the folder; made if it is missing
   * @throws IOException if it cannot be written
   */
  static void furnish(Path home) throws IOException {
    Path components = home.resolve("components");
    if (Files.exists(components)) {
      return;
    }
    Path data = Files.createDirectories(home.resolve("data")).toAbsolutePath().normalize();
    // Two first runs at once: each makes a whole folder, and the first to put it in place wins.
    Path made = Files.createTempDirectory(home, "components-");
    Files.writeString(
        made.resolve("statestore.yaml"),
        STATE_STORE.replace("@database@", quoted(data.resolve("state.db"))));
    Files.writeString(
        made.resolve("pubsub.yaml"),
        PUBSUB.replace("@database@", quoted(data.resolve("pubsub.db"))));
    writeIfMissing(home.resolve("config.yaml"), CONFIGURATION);
    try {
      Files.move(made, components, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      Files.delete(made.resolve("statestore.yaml"));
      Files.delete(made.resolve("pubsub.yaml"));
      Files.delete(made);
      if (!Files.isDirectory(components)) {
        throw e;
      }
    }
  }

  private static void writeIfMissing(Path file, String text) throws IOException {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      // The user's own, or that of another first run.
      return;
    }
  }

  private static String quoted(Path path) {
    return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
