package dev.mecha.component.sqlite;

import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.VirtualThreads;
import dev.mecha.tck.state.EtagChecks;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Another process that uses the same file. */
final class Child {

  /** Writes keys for ever and prints each when it was acknowledged. */
  static final String WRITE = "write";

  /** Adds to a counter as often as told. */
  static final String COUNT = "count";

  private Child() {}

  static Process start(Path home, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
    command.add(home.toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  static StateStore open(Path home) throws InterruptedException {
    return new SqliteStateStore(
        ComponentContexts.of("state.sqlite", home)
            .name("shop")
            .metadata(Map.of("busyTimeout", "20s"))
            .context());
  }

  /**
   * @param arguments the home, what to do, and how often or under which prefix
   */
  public static void main(String... arguments) throws Exception {
    Path home = Path.of(arguments[0]);
    try (StateStore store = open(home)) {
      if (arguments[1].equals(WRITE)) {
        write(store, arguments[2]);
      } else {
        EtagChecks.count(store, "counter", Integer.parseInt(arguments[2]));
      }
    }
  }

  private static void write(StateStore store, String prefix) throws Exception {
    VirtualThreads.run(
        8,
        thread -> {
          for (int i = 0; ; i++) {
            String key = prefix + "-" + thread + "-" + i;
            store.set(SetRequest.of(key, key.getBytes(StandardCharsets.UTF_8)));
            print(key);
          }
        });
  }

  /** One system call for each line: what is printed has left the process. */
  private static void print(String key) {
    byte[] line = (key + "\n").getBytes(StandardCharsets.UTF_8);
    System.out.write(line, 0, line.length);
    System.out.flush();
  }
}
