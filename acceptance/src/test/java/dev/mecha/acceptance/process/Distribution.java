package dev.mecha.acceptance.process;

import java.nio.file.Files;
import java.nio.file.Path;

/** The distribution under test, as the build assembled it. */
public final class Distribution {

  private Distribution() {}

  /**
   * @param name below {@code bin}, such as {@code mechad}
   * @return the program
   */
  public static Path program(String name) {
    Path program = home().resolve("bin").resolve(name);
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(program + " is missing: build the module dist first");
    }
    return program;
  }

  /**
   * @return the folder in which everything is
   */
  public static Path home() {
    return Path.of(System.getProperty("mecha.distribution", "../dist/target/mecha"))
        .toAbsolutePath()
        .normalize();
  }
}
