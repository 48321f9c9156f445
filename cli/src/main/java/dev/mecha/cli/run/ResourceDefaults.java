package dev.mecha.cli.run;

import dev.mecha.cli.home.HomeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is loaded: what the user names, and what the home folder has where nothing is named. */
final class ResourceDefaults {

  private final HomeFolder home;

  /**
   * @param home the folder of what is used when nothing is named; it is furnished on first use
   */
  ResourceDefaults(HomeFolder home) {
    this.home = home;
  }

  /**
   * @param flags what the user asked for, which wins
   * @return what is loaded
   * @throws IOException if the home folder cannot be furnished
   */
  Resources choose(RunFlags.Values flags) throws IOException {
    if (given(flags).isEmpty()) {
      home.furnish();
    }
    return chooseUnfurnished(flags);
  }

  /**
   * @param flags what the user asked for, which wins
   * @return what is loaded of what is there
   */
  Resources chooseUnfurnished(RunFlags.Values flags) {
    List<Path> folders = given(flags);
    String config = flags.text("config");
    return new Resources(
        folders.isEmpty() ? home.components().stream().toList() : folders,
        config.isBlank() ? home.configuration() : Optional.of(Path.of(config)));
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
}
