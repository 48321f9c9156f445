package dev.mecha.acceptance.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sidecar that is killed in the middle of a stream of writes has kept every write that it
 * acknowledged.
 */
class AcknowledgedWritesTest {

  private static final int ROUNDS = 3;
  private static final int PER_ROUND = 400;

  @TempDir Path folder;

  private Sidecar start() {
    return Sidecar.in(folder).resource(Resources.sqlite(folder.resolve("data.db"))).start();
  }

  @Test
  void killedWhileWriting() {
    Set<String> acknowledged = new TreeSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      try (Sidecar sidecar = start();
          var writers = new Writers(sidecar, "round" + round)) {
        writers.awaitMore(PER_ROUND);
        sidecar.kill();
        writers.stop();
        acknowledged.addAll(writers.acknowledged());
      }
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * PER_ROUND);
    try (Sidecar sidecar = start()) {
      Writers.assertThere(sidecar, acknowledged);
    }
  }
}
