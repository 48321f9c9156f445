package dev.mecha.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a start of the built distribution costs, in classes: unlike time they are the same on every
 * machine. Which ones came along says the failure.
 */
@Timeout(120)
class StartTest {

  private static final Path MECHAD = Path.of("target/mecha/bin/mechad").toAbsolutePath();

  /**
   * Of libraries and of the JDK, which put some together at run time in any case: events of the
   * flight recorder, proxies of annotations, handles of methods that are looked up by name.
   */
  private static final int OF_OTHERS = 40;

  @TempDir Path temp;

  @Test
  void itsClassesComeFromTheCache() throws IOException, InterruptedException {
    List<String> loaded = classesOfAStart();
    assertThat(loaded)
        .as("the cache is used")
        .anyMatch(line -> line.endsWith("shared objects file"));
    List<String> others =
        loaded.stream().filter(line -> !line.contains("shared objects file")).toList();
    assertThat(others).noneMatch(line -> line.startsWith("dev.mecha."));
    assertThat(others).hasSizeLessThan(OF_OTHERS);
  }

  private List<String> classesOfAStart() throws IOException, InterruptedException {
    Path log = temp.resolve("classes");
    try (var door = new TrainingDoor()) {
      var command = new ArrayList<>(List.of(MECHAD.toString(), "--app-id=start"));
      command.addAll(List.of("--metrics-port=0", "--dapr-listen-addresses=127.0.0.1"));
      command.addAll(door.flags());
      var environment =
          Map.of(
              "HOME", temp.toString(), "MECHA_JAVA_OPTS", "-Xlog:class+load:file=" + log + ":none");
      Process process = Shell.start(temp, environment, command);
      try {
        while (!door.isHealthy()) {
          assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)).as("has ended").isFalse();
        }
        return Files.readAllLines(log);
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }
}
