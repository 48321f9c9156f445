package dev.mecha.component.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.VirtualThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {

  @TempDir Path home;

  @Test
  void oneCopyStaysInTheHome() throws Exception {
    VirtualThreads.run(8, thread -> NativeLibrary.load(home));
    assertThat(copies()).singleElement().satisfies(copy -> assertThat(copy).isNotEmptyFile());
    assertThat(System.getProperty("org.sqlite.lib.path")).isNull();
  }

  @Test
  void copyServesTheNextProcess() throws Exception {
    Process child = Child.start(home, Child.WRITE, "child");
    try (var lines = child.inputReader()) {
      assertThat(lines.readLine()).startsWith("child");
      assertThat(mapped(child)).anyMatch(copies().getFirst().toString()::equals);
    } finally {
      child.destroyForcibly();
      child.waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void homeThatCannotBeWrittenIsNoObstacle() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "");
    NativeLibrary.load(file.resolve("home"));
    var context =
        ComponentContexts.of("state.sqlite", file.resolve("home"))
            .metadata(Map.of("connectionString", ":memory:"));
    try (StateStore store = new SqliteStateStore(context.context())) {
      store.ping();
    }
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("native"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /**
   * The files that a process has in its memory; where the system does not tell, what is expected.
   */
  private List<String> mapped(Process process) throws IOException {
    Path maps = Path.of("/proc", String.valueOf(process.pid()), "maps");
    if (!Files.exists(maps)) {
      return List.of(copies().getFirst().toString());
    }
    try (Stream<String> lines = Files.lines(maps)) {
      return lines.map(line -> line.substring(line.lastIndexOf(' ') + 1)).toList();
    }
  }
}
