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
    Path program =
        Path.of(System.getProperty("mecha.distribution", "../dist/target/mecha"), "bin", name)
            .toAbsolutePath()
            .normalize();
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(program + " is missing: build the module dist first");
    }
    return program;
  }
}
