package dev.mecha.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is loaded when the user names nothing: the folder {@code components} and the file {@code
 * config.yaml} of a home folder. That of the peer is used if the command was started under the
 * peer's name and finds one.
 */
final class ResourceDefaults {

  private static final String PEER_PATH_VARIABLE = "DAPR_RUNTIME_PATH";

  private final Path own;
  private final Optional<Path> peers;

  private ResourceDefaults(Path own, Optional<Path> peers) {
    this.own = own;
    this.peers = peers;
  }

  /**
   * @param home Mecha's folder; it is furnished on first use
   * @return the defaults of the command under its own name
   */
  static ResourceDefaults of(Path home) {
    return new ResourceDefaults(home, Optional.empty());
  }

  /**
   * @param home Mecha's folder, for a user who has none of the peer's
   * @param runtimePath what the flag of that name says, or empty
   * @param environment of the process
   * @return the defaults of the command under the peer's name
   */
  static ResourceDefaults ofPeer(Path home, String runtimePath, Map<String, String> environment) {
    String base =
        !runtimePath.isBlank()
            ? runtimePath.strip()
            : environment.getOrDefault(PEER_PATH_VARIABLE, environment.getOrDefault("HOME", ""));
    return new ResourceDefaults(
        home,
        base.isBlank()
            ? Optional.empty()
            : Optional.of(Path.of(base, ".dapr")).filter(p -> hasComponents(p)));
  }

  /**
   * @param flags what the user asked for, which wins
   * @return what is loaded
   * @throws IOException if the home folder cannot be furnished
   */
  Resources choose(RunFlags.Values flags) throws IOException {
    if (given(flags).isEmpty() && peers.isEmpty()) {
      EmbeddedHome.furnish(own);
    }
    return chooseUnfurnished(flags);
  }

  /**
   * @param flags what the user asked for, which wins
   * @return what is loaded of what is there
   */
  Resources chooseUnfurnished(RunFlags.Values flags) {
    List<Path> folders = given(flags);
    Path home = peers.orElse(own);
    String config = flags.text("config");
    return new Resources(
        folders.isEmpty() && hasComponents(home) ? List.of(home.resolve("components")) : folders,
        config.isBlank()
            ? Optional.of(home.resolve("config.yaml")).filter(Files::isRegularFile)
            : Optional.of(Path.of(config)));
  }

  private static List<Path> given(RunFlags.Values flags) {
    List<Path> folders = flags.list("resources-path").stream().map(Path::of).toList();
    String older = flags.text("components-path");
    if (folders.isEmpty() && !older.isBlank()) {
      folders = List.of(Path.of(older));
    }
    for (Path folder : folders) {
      if (!Files.exists(folder)) {
        throw new RunException(
            "error validating resources path \""
                + folder
                + "\" : stat "
                + folder
                + ": no such file or directory");
      }
    }
    return folders;
  }

  private static boolean hasComponents(Path home) {
    return Files.isDirectory(home.resolve("components"));
  }
}
