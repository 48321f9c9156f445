package dev.mecha.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** The class path: one jar that names the others, and those that it names. */
final class Libraries {

  /** What the start scripts put on the class path. */
  private static final String DOOR = "mecha.jar";

  private final Path gathered;
  private final Path door;

  /**
   * @param gathered the folder of all jars, older ones perhaps among them
   * @param door the jar whose manifest names what is needed
   */
  Libraries(Path gathered, Path door) {
    this.gathered = gathered;
    this.door = door;
  }

  /**
   * @param lib the folder of the distribution
   */
  void writeTo(Path lib) throws IOException {
    Files.createDirectories(lib);
    copy(door, lib.resolve(DOOR));
    for (String name : classPath().split(" ")) {
      copy(gathered.resolve(name), lib.resolve(name));
    }
  }

  private String classPath() throws IOException {
    try (var jar = new JarFile(door.toFile())) {
      String names = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      if (names == null) {
        throw new IOException(door + ": names no other jars");
      }
      return names;
    }
  }

  /** The cache knows jars by their times: they have to survive. */
  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
