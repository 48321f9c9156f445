package dev.mecha.component.sqlite;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A sidecar in a process of its own, registered until it is killed. */
final class NameChild {

  private NameChild() {}

  static Process start(Path home, int port) throws IOException {
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    return new ProcessBuilder(
            List.of(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                NameChild.class.getName(),
                home.toString(),
                String.valueOf(port)))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /**
   * @param arguments the home and the port
   */
  public static void main(String... arguments) throws Exception {
    var resolver = HostLifeTest.resolver(Path.of(arguments[0]), HostLifeTest.QUICK);
    resolver.register(HostLifeTest.instance(Integer.parseInt(arguments[1])));
    System.out.println("registered");
    Thread.currentThread().join();
  }
}
