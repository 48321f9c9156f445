package dev.mecha.cli.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SidecarProcessesTest {

  @Test
  void aSidecarIsRecognizedByItsProgram() {
    assertThat(SidecarProcesses.flags(List.of("/home/me/.dapr/bin/daprd", "--app-id", "a")))
        .hasValue(List.of("--app-id", "a"));
    assertThat(
            SidecarProcesses.flags(
                List.of(
                    "/jdk/bin/java", "-cp", "mecha.jar", "dev.mecha.runtime.Mechad", "--app-id=a")))
        .hasValue(List.of("--app-id=a"));
  }

  @Test
  void othersAreNot() {
    assertThat(SidecarProcesses.flags(List.of())).isEmpty();
    assertThat(SidecarProcesses.flags(List.of("vi", "daprd"))).isEmpty();
    assertThat(SidecarProcesses.flags(List.of("/bin/notdaprd", "--app-id=a"))).isEmpty();
  }

  @Test
  void attributesAreTheTextsInTheMetadata() throws Exception {
    String metadata =
        "{\"id\":\"a\",\"components\":[{\"name\":\"x\"}],\"extended\":{\"appPID\":\"7\",\"odd\":[1],"
            + "\"cliPID\":\"8\"},\"subscriptions\":null}";
    assertThat(Attributes.extended(metadata.getBytes(StandardCharsets.UTF_8)))
        .containsEntry("appPID", "7")
        .containsEntry("cliPID", "8")
        .hasSize(2);
    assertThat(Attributes.extended("[]".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }
}
