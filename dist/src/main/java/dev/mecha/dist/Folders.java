package dev.mecha.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole folders. */
final class Folders {

  private Folders() {}

  /**
   * Puts a folder in the place of another. Between the two moves there is none, which a reader sees
   * as missing, never as half.
   *
   * @param place what is replaced, if it is there
   * @param made the new one
   */
  static void replace(Path place, Path made) throws IOException {
    Path old = place.resolveSibling(place.getFileName() + ".old");
    delete(old);
    if (Files.exists(place)) {
      Files.move(place, old);
    }
    Files.move(made, place);
    delete(old);
  }

  /**
   * @param folder which may be missing
   */
  static void delete(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.delete(each);
    }
  }
}
