package dev.mecha.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * The class path: one jar, made of those that the distribution needs. The JVM asks after each jar
 * at every start, and whoever looks for services opens them all: seventy jars cost a start a
 * hundred milliseconds of CPU.
 */
final class Libraries {

  /** What the start scripts put on the class path. */
  private static final String JAR = "mecha.jar";

  private final Path gathered;
  private final Path door;

  /**
   * @param gathered the folder of all jars, older ones perhaps among them
   * @param door the jar whose manifest names what is needed, in order
   */
  Libraries(Path gathered, Path door) {
    this.gathered = gathered;
    this.door = door;
  }

  /**
   * @param lib the folder of the distribution
   */
  void writeTo(Path lib) throws IOException {
    var merged = new MergedJar();
    merged.add(door);
    for (String name : classPath().split(" ")) {
      merged.add(gathered.resolve(name));
    }
    merged.writeTo(Files.createDirectories(lib).resolve(JAR));
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
}
