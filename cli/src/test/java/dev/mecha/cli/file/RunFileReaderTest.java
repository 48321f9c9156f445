package dev.mecha.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.cli.yaml.BadFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFileReaderTest {

  @TempDir Path folder;

  @BeforeEach
  void twoApplications() throws IOException {
    for (String name : List.of("orders", "pay", "common", "own")) {
      Files.createDirectory(folder.resolve(name));
    }
    Files.writeString(folder.resolve("config.yaml"), "");
  }

  @Test
  void whatIsCommonCountsWhereTheApplicationSaysNothing() throws Exception {
    RunFile file =
        read(
            """
            version: 1
            name: shop
            common:
              resourcesPath: common
              configFilePath: config.yaml
              appProtocol: grpc
              logLevel: debug
              appMaxConcurrency: 7
              enableApiLogging: true
              placementHostAddress: ""
              env:
                A: common
                B: common
              appLogDestination: console
              readyTimeout: 5s
            apps:
              - appDirPath: ./orders
                appPort: 8080
                daprHTTPPort: 3500
                appProtocol: http
                appMaxConcurrency: 0
                enableApiLogging: false
                command: [python3, app.py]
                env:
                  A: own
              - appID: payments
                appDirPath: pay
                resourcesPaths: [../own]
                daprdLogDestination: fileAndConsole
                dependsOn: [orders]
                readyTimeout: 2
            """);
    assertThat(file.name()).isEqualTo("shop");
    assertThat(file.warnings()).isEmpty();
    RunFileApp orders = file.apps().getFirst();
    assertThat(orders.appId()).isEqualTo("orders");
    assertThat(orders.directory()).isEqualTo(folder.resolve("orders"));
    assertThat(orders.command()).containsExactly("python3", "app.py");
    assertThat(orders.flags())
        .containsExactlyInAnyOrder(
            "--app-port=8080",
            "--dapr-http-port=3500",
            "--app-protocol=http",
            "--log-level=debug",
            "--app-max-concurrency=7",
            "--enable-api-logging=true",
            "--placement-host-address=",
            "--resources-path=" + folder.resolve("common"),
            "--config=" + folder.resolve("config.yaml"));
    assertThat(orders.environment()).containsEntry("A", "own").containsEntry("B", "common");
    assertThat(orders.appLog()).isEqualTo(new LogDestination(false, true));
    assertThat(orders.sidecarLog()).isEqualTo(LogDestination.FILE);
    assertThat(orders.readyTimeout()).isEqualTo(Duration.ofSeconds(5));
    RunFileApp pay = file.apps().getLast();
    assertThat(pay.appId()).isEqualTo("payments");
    assertThat(pay.command()).isEmpty();
    assertThat(pay.flags())
        .contains("--app-protocol=grpc", "--resources-path=" + folder.resolve("own"))
        .noneMatch(flag -> flag.contains("common"));
    assertThat(pay.sidecarLog()).isEqualTo(LogDestination.FILE_AND_CONSOLE);
    assertThat(pay.dependsOn()).containsExactly("orders");
    assertThat(pay.readyTimeout()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void whatLiesBesideTheApplicationComesBeforeWhatIsCommon() throws Exception {
    Path resources = Files.createDirectories(folder.resolve("orders/.dapr/resources"));
    Path config = Files.writeString(folder.resolve("orders/.dapr/config.yaml"), "");
    RunFile file =
        read(
            """
            version: 1
            common: {resourcesPaths: [common], configFilePath: config.yaml}
            apps:
              - appDirPath: orders
            """);
    assertThat(file.apps().getFirst().flags())
        .containsExactly("--resources-path=" + resources, "--config=" + config);
  }

  @Test
  void whatNobodyKnowsIsNamed() throws Exception {
    RunFile file =
        read(
            """
            version: 1
            comon: {}
            apps:
              - appDirPath: orders
                appPrt: 80
            """);
    assertThat(file.warnings())
        .containsExactly(
            folder.resolve("dapr.yaml") + ":2: comon is not known and has no effect",
            folder.resolve("dapr.yaml") + ":5: apps[0].appPrt is not known and has no effect");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "apps: []|required field 'version' not found in the provided run template file",
        "version: 1\\napps: [{}]|:2: apps[0].appDirPath: missing (required: the folder of the"
            + " application)",
        "version: 1\\napps:\\n- appDirPath: none|:3: apps[0].appDirPath: \"none\" (expected: a path"
            + " that exists",
        "version: 1\\n"
            + "apps:\\n"
            + "- appDirPath: pay\\n"
            + "  appPort: x|:4: apps[0].appPort: \"x\" (expected: a whole number)",
        "version: 1\\napps:\\n- appDirPath: pay\\n  appSSL: maybe|:4: apps[0].appSSL: \"maybe\""
            + " (expected: true or false)",
        "version: 1\\napps:\\n- appDirPath: pay\\n  appLogDestination: disk|:4:"
            + " apps[0].appLogDestination: \"disk\" (expected: console, file or fileAndConsole)",
        "version: 1\\napps:\\n- appDirPath: pay\\n  readyTimeout: soon|:4: apps[0].readyTimeout:"
            + " \"soon\" (expected: a duration such as 30s)",
        "version: 1\\napps:\\n- appDirPath: pay\\n  command: ls|:4: apps[0].command: \"ls\""
            + " (expected: a list)",
        "version: 1\\napps:\\n- appDirPath: pay\\n  dependsOn: [bank]|dependsOn of pay: \"bank\""
            + " (expected: one of pay)",
        "version: 1\\n"
            + "apps:\\n"
            + "- appDirPath: pay\\n"
            + "  dependsOn: [pay]|dependsOn goes in a circle: pay -> pay",
        "version: [|:1: not YAML: expected the node content",
        "[]|the document: a list (expected: a mapping)",
      })
  void whatIsWrongIsSaidWithItsPlace(String text, String reason) {
    assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining(reason)
        .hasMessageStartingWith(folder.resolve("dapr.yaml").toString());
  }

  private RunFile read(String text) throws BadFileException {
    return new RunFileReader(folder.resolve("dapr.yaml"), folder).read(text);
  }
}
