package dev.mecha.acceptance.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the command, which can do nothing about it: nothing stays behind. */
class KilledCommandTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A shell that ends as it is asked to and says so, with a child in the background. */
  private static final String OBEDIENT =
      "trap 'echo goodbye > said; exit 0' TERM; sleep 611 & echo here; wait";

  /** Neither it nor its child listens. */
  private static final String STUBBORN =
      "trap '' TERM; (while :; do sleep 0.2; done) & echo here; wait";

  @TempDir Path folder;

  @Test
  void ofOneApplication() throws Exception {
    try (Command.Running run =
        Command.mecha(folder).start("run", "-a", "killed", "--", "sh", "-c", OBEDIENT)) {
      run.await("== APP - killed == here");
      killAndSeeNothingLeft(run);
      assertThat(folder.resolve("said")).hasContent("goodbye");
    }
    assertThat(Command.mecha(folder).run("list").out()).doesNotContain("killed");
  }

  @Test
  void ofAFileOfApplications() throws Exception {
    Files.createDirectory(folder.resolve("obedient"));
    Files.createDirectory(folder.resolve("stubborn"));
    Files.writeString(
        folder.resolve("dapr.yaml"),
        """
        version: 1
        apps:
          - appDirPath: obedient
            command: [sh, -c, "%s"]
          - appDirPath: stubborn
            command: [sh, -c, "%s"]
        """
            .formatted(OBEDIENT, STUBBORN));
    try (Command.Running run = Command.mecha(folder).start("run", "-f", ".")) {
      run.await("== APP - obedient == here");
      run.await("== APP - stubborn == here");
      killAndSeeNothingLeft(run);
      assertThat(folder.resolve("obedient/said")).hasContent("goodbye");
    }
    assertThat(Command.mecha(folder).run("list").out()).doesNotContain("obedient", "stubborn");
  }

  private static void killAndSeeNothingLeft(Command.Running run) {
    List<ProcessHandle> family = run.process().descendants().toList();
    assertThat(family).hasSizeGreaterThanOrEqualTo(3); // shell, its child, and who ends them
    run.process().destroyForcibly();
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(family).noneMatch(ProcessHandle::isAlive));
  }
}
