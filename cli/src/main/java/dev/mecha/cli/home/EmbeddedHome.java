package dev.mecha.cli.home;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Mecha puts into its home folder when it is used for the first time: components that need no
 * server. From then on the files are the user's: nothing is written over, and nothing that was
 * deleted comes back. What a later version adds is put in beside them, once.
 */
final class EmbeddedHome {

  /** Every default is one line here. */
  private static final List<HomeComponent> COMPONENTS =
      List.of(
          HomeComponent.of(
              "statestore",
              "state.sqlite",
              "connectionString=@home@/data/state.db",
              "actorStateStore=true"),
          HomeComponent.of("pubsub", "pubsub.sqlite", "connectionString=@home@/data/pubsub.db"),
          HomeComponent.of("lockstore", "lock.sqlite", "connectionString=@home@/data/locks.db"),
          HomeComponent.of(
              "configstore",
              "configuration.local.file",
              "configurationFile=@home@/configuration.json"),
          HomeComponent.of(
              "secretstore", "secretstores.local.file", "secretsFile=@home@/secrets.json"));

  private EmbeddedHome() {}

  /** Which defaults have been put in, so that none comes twice. */
  private static Path record(Path home) {
    return home.resolve("data").resolve("defaults");
  }

  /**
   * Furnishes a home folder that has no {@code components} yet, and adds to one that was furnished
   * before what is new.
   *
   * @param home the folder; made if it is missing
   * @throws IOException if it cannot be written
   */
  static void furnish(Path home) throws IOException {
    Path folder = home.toAbsolutePath().normalize();
    Path components = folder.resolve("components");
    if (Files.exists(components)) {
      addNew(folder, components);
      return;
    }
    Files.createDirectories(folder.resolve("data"));
    // Two first runs at once: each makes a whole folder, and the first to put it in place wins.
    Path made = Files.createTempDirectory(folder, "components-");
    for (HomeComponent component : COMPONENTS) {
      Files.writeString(made.resolve(component.fileName()), component.yaml(folder));
    }
    writeSecrets(folder);
    writeItems(folder);
    writeIfMissing(
        folder.resolve("config.yaml"),
        configuration(HomeComponent.quoted("@home@/data/names.db", folder)));
    writeRecord(folder);
    try {
      Files.move(made, components, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      for (HomeComponent component : COMPONENTS) {
        Files.delete(made.resolve(component.fileName()));
      }
      Files.delete(made);
      if (!Files.isDirectory(components)) {
        throw e;
      }
    }
  }

  private static String configuration(String register) {
    return """
    # Made by the first run; yours to change: tracing, middleware, secret scopes and so on go below spec.
    apiVersion: dapr.io/v1alpha1
    kind: Configuration
    metadata:
      name: default
    spec:
      # The applications of this machine find each other through a file. Without these lines: by mDNS.
      nameResolution:
        component: sqlite
        version: v1
        configuration:
          connectionString: %s
    """
        .formatted(register);
  }

  private static void addNew(Path home, Path components) throws IOException {
    if (!Files.exists(record(home))) {
      return; // a folder that the user made
    }
    Set<String> known = new HashSet<>(Files.readAllLines(record(home)));
    List<HomeComponent> news =
        COMPONENTS.stream().filter(component -> !known.contains(component.name())).toList();
    if (news.isEmpty()) {
      return;
    }
    writeSecrets(home);
    writeItems(home);
    for (HomeComponent component : news) {
      if (!declared(component.name(), components)) {
        writeIfMissing(components.resolve(component.fileName()), component.yaml(home));
      }
    }
    writeRecord(home);
  }

  /** A component of the user's may have the name already. */
  private static boolean declared(String name, Path components) throws IOException {
    try (Stream<Path> files = Files.list(components)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (Stream<String> lines = Files.lines(file)) {
          if (lines.anyMatch(line -> line.strip().equals("name: " + name))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static void writeRecord(Path home) throws IOException {
    Files.writeString(
        record(home),
        COMPONENTS.stream()
            .map(component -> component.name() + "\n")
            .collect(Collectors.joining()));
  }

  /** For its owner's eyes only from the first moment on. */
  private static void writeSecrets(Path home) throws IOException {
    Path file = home.resolve("secrets.json");
    if (Files.exists(file)) {
      return;
    }
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      return;
    }
    Files.writeString(file, "{}\n");
  }

  /** What the configuration store holds: the user edits it. */
  private static void writeItems(Path home) throws IOException {
    writeIfMissing(home.resolve("configuration.json"), "{}\n");
  }

  private static void writeIfMissing(Path file, String text) throws IOException {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      // The user's own, or that of another first run.
      return;
    }
  }
}
