package dev.mecha.acceptance.operation;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Distribution;
import dev.mecha.acceptance.process.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code mecha run} with an application behind it. */
class RunCommandTest {

  @TempDir Path folder;

  /** As with the peer's command, whatever status an application fails with becomes 1. */
  @ParameterizedTest
  @CsvSource({"0, 0", "3, 1"})
  void theApplicationFindsItsSidecarAndDecidesHowTheCommandEnds(int status, int expected)
      throws Exception {
    int http = Ports.free();
    int grpc = Ports.free();
    String script =
        "echo \"$APP_ID $DAPR_HTTP_PORT $DAPR_GRPC_PORT $MINE\"; printf unended; exit " + status;
    Path output = folder.resolve("output.log");
    var builder =
        new ProcessBuilder(
                Distribution.program("mecha").toString(),
                "run",
                "--runtime-path=" + folder,
                "--app-id=orders",
                "--dapr-http-port=" + http,
                "--dapr-grpc-port=" + grpc,
                "--",
                "sh",
                "-c",
                script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().put("MINE", "its own");
    builder.environment().put("PATH", System.getenv("PATH"));
    Process run = builder.start();
    try {
      assertThat(run.waitFor(60, SECONDS)).as(Files.readString(output)).isTrue();
    } finally {
      run.destroyForcibly();
    }

    assertThat(Files.readString(output))
        .contains("== APP - orders == orders " + http + " " + grpc + " its own\n")
        .contains("== APP - orders == unended");
    assertThat(run.exitValue()).as(Files.readString(output)).isEqualTo(expected);
  }
}
