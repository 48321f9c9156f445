package dev.mecha.component.wasm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Small modules, written by hand. */
final class Modules {

  private Modules() {}

  /**
   * Writes a guest. It marks requests and answers with the header {@code x-guest}, sends {@code
   * /old} to {@code /new}, answers {@code /deny} itself, fails for {@code /trap}, and turns the
   * first byte of bodies for {@code /body} into an exclamation mark, of requests and answers alike.
   *
   * @return its URL
   */
  static String guest(Path folder) throws IOException {
    return write(folder, "guest.wasm");
  }

  /**
   * Writes a policy. It refuses requests with a tilde in their input with status 402, has no
   * opinion about those with a circumflex, fails for those with an exclamation mark, and says yes
   * to all others.
   *
   * @return its URL
   */
  static String policy(Path folder) throws IOException {
    return write(folder, "policy.wasm");
  }

  /** Returns a policy that leaves a function to its host. */
  static byte[] demandingPolicy() throws IOException {
    return bytes("demanding.wasm");
  }

  private static String write(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, bytes(name));
    return "file://" + file;
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream module = Modules.class.getResourceAsStream("/" + name)) {
      return Objects.requireNonNull(module, name).readAllBytes();
    }
  }
}
