package dev.mecha.acceptance.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The official Python SDK: gRPC for the state, HTTP for health and its own helper. */
@TestInstance(Lifecycle.PER_CLASS)
class PythonSdkTest {

  private Path python = Path.of("");

  @BeforeAll
  @Timeout(300)
  void install() {
    python = Installation.python();
  }

  @Test
  void everyCallIsAnswered(@TempDir Path folder) {
    Path script = Path.of("src", "test", "python", "state.py").toAbsolutePath();
    try (Sidecar sidecar =
        Sidecar.in(folder).resource(Resources.sqlite(folder.resolve("data.db"))).start()) {
      Checks.run(
          11,
          folder,
          python.toString(),
          script.toString(),
          "" + sidecar.httpPort(),
          "" + sidecar.grpcPort());
      assertThat(sidecar.awaitExit()).as("after shutdown").isZero();
    }
  }
}
