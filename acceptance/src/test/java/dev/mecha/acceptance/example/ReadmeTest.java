package dev.mecha.acceptance.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Command;
import dev.mecha.acceptance.process.Ports;
import dev.mecha.tck.server.RealServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first minutes with Mecha, typed from the README: from the first start to the first event.
 * Only ports differ, since tests run side by side; that the launcher builds what is missing is
 * tested where it is.
 */
class ReadmeTest {

  private static final String LAUNCHER = "./mecha ";

  @TempDir Path folder;

  @Test
  void theFirstSixtySecondsGoAsTheReadmeSays() throws Exception {
    RealServers.require("curl");
    RealServers.require("python3");
    String http = Integer.toString(Ports.free());
    String app = Integer.toString(Ports.free());
    List<String> blocks =
        blocks().stream().map(b -> b.replace("3500", http).replace("8080", app)).toList();
    Files.createSymbolicLink(folder.resolve("examples"), Example.ROOT.resolve("examples"));

    try (Command.Running sidecar = start(blocks.get(0))) {
      sidecar.await("Ready: myapp");
      assertThat(shell(blocks.get(1))).endsWith("\"Bruce Wayne\"");
      sidecar.process().destroy();
      assertThat(sidecar.awaitExit()).isZero();
    }
    try (Command.Running both = start(blocks.get(2))) {
      both.await("Ready: myapp");
      both.await("dapr initialized. Status: Running."); // the application listens as well
      assertThat(shell(read(http))).isEqualTo("\"Bruce Wayne\"");
      assertThat(shell(blocks.get(3))).contains("{\"hello\": \"myapp\"}");
      Awaitility.await()
          .untilAsserted(
              () -> assertThat(both.out()).contains("== APP - myapp == order {'id': 1}"));
    }
  }

  private static String read(String port) {
    return "curl -s http://localhost:" + port + "/v1.0/state/statestore/name";
  }

  /** The shell's lines of the section, block by block. */
  private static List<String> blocks() throws IOException {
    String readme = Files.readString(Example.ROOT.resolve("README.md"));
    String section = readme.substring(readme.indexOf("## Sixty seconds"));
    var blocks = new ArrayList<String>();
    for (int begin = section.indexOf("```sh\n");
        begin >= 0;
        begin = section.indexOf("```sh\n", begin + 1)) {
      int end = section.indexOf("```", begin + 6);
      blocks.add(section.substring(begin + 6, end).strip());
    }
    return blocks;
  }

  private Command.Running start(String line) {
    assertThat(line).startsWith(LAUNCHER).doesNotContain("\n");
    return Command.mecha(folder).start(line.substring(LAUNCHER.length()).split(" "));
  }

  private String shell(String lines) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-e", "-c", lines)
            .directory(folder.toFile())
            .redirectError(folder.resolve("shell.err").toFile())
            .start();
    String out =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(lines).isZero();
    return out;
  }
}
