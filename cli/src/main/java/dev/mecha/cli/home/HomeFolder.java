package dev.mecha.cli.home;

import dev.mecha.cli.command.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folder whose {@code components} and {@code config.yaml} are used when the user names nothing.
 * That of the peer is, if the command was started under the peer's name and finds one.
 */
public final class HomeFolder {

  private static final String PEER_PATH_VARIABLE = "DAPR_RUNTIME_PATH";

  private final Path own;
  private final Optional<Path> peers;

  private HomeFolder(Path own, Optional<Path> peers) {
    this.own = own;
    this.peers = peers;
  }

  /**
   * @param surroundings of the command
   * @param runtimePath what the flag of that name says, or empty
   * @return the folder that the command uses
   */
  public static HomeFolder of(Surroundings surroundings, String runtimePath) {
    Path home = surroundings.home(runtimePath);
    return switch (surroundings.program()) {
      case DAPR -> ofPeer(home, runtimePath, surroundings.environment());
      case MECHA -> ofMecha(home);
    };
  }

  /**
   * @param home Mecha's folder
   * @return the folder of the command under its own name
   */
  public static HomeFolder ofMecha(Path home) {
    return new HomeFolder(home, Optional.empty());
  }

  /**
   * @param home Mecha's folder, for a user who has none of the peer's
   * @param runtimePath what the flag of that name says, or empty
   * @param environment of the process
   * @return the folder of the command under the peer's name
   */
  public static HomeFolder ofPeer(Path home, String runtimePath, Map<String, String> environment) {
    String base =
        !runtimePath.isBlank()
            ? runtimePath.strip()
            : environment.getOrDefault(PEER_PATH_VARIABLE, environment.getOrDefault("HOME", ""));
    return new HomeFolder(
        home,
        base.isBlank()
            ? Optional.empty()
            : Optional.of(Path.of(base, ".dapr")).filter(HomeFolder::hasComponents));
  }

  private static boolean hasComponents(Path home) {
    return Files.isDirectory(home.resolve("components"));
  }

  /**
   * @return the folder whose resources are used
   */
  public Path path() {
    return peers.orElse(own);
  }

  /**
   * Puts the embedded defaults into Mecha's folder, once. The peer's is left as it is.
   *
   * @throws IOException if they cannot be written
   */
  public void furnish() throws IOException {
    if (peers.isEmpty()) {
      EmbeddedHome.furnish(own);
    }
  }

  /**
   * @return the folder of resource files, if there is one
   */
  public Optional<Path> components() {
    return Optional.of(path()).filter(HomeFolder::hasComponents).map(p -> p.resolve("components"));
  }

  /**
   * @return the file of kind Configuration, if there is one
   */
  public Optional<Path> configuration() {
    return Optional.of(path().resolve("config.yaml")).filter(Files::isRegularFile);
  }
}
