package dev.mecha.cli.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceCheckTest {

  private static final String HEAD =
      """
      apiVersion: dapr.io/v1alpha1
      kind: Component
      metadata:
        name: store
      """;

  @TempDir Path folder;

  @Test
  void whatIsRightIsNotTalkedAbout() throws IOException {
    write(
        "store.yaml",
        HEAD
            + """
            spec:
              type: state.sqlite
              version: v1
              metadata:
                - name: connectionString
                  value: "data.db"
                - name: CONNECTIONSTRING
                  secretKeyRef: {name: x, key: y}
                - name: keyPrefix
                  value: name
            """);
    assertThat(findings()).isEmpty();
  }

  @Test
  void eachProblemHasItsLine() throws IOException {
    write(
        "store.yaml",
        HEAD
            + """
            spec:
              type: state.sqlite
              version: v9
              metadata:
                - name: busyTimeout
                  value: soon
                - name: conectionString
                  value: x
            ---
            apiVersion: dapr.io/v2
            kind: Configuration
            metadata: {}
            ---
            kind: Compnent
            metadata: {name: x}
            """);
    Path file = folder.resolve("store.yaml");
    assertThat(findings())
        .anySatisfy(
            finding ->
                assertThat(finding.message())
                    .isEqualTo(file + ":7: spec.version: \"v9\" (expected: v1)"))
        .anySatisfy(
            finding ->
                assertThat(finding.message())
                    .startsWith(file + ":9: spec.metadata: busyTimeout: \"soon\" (expected: "))
        .anySatisfy(
            finding -> {
              assertThat(finding.wrong()).isFalse();
              assertThat(finding.message())
                  .startsWith(
                      file + ":11: spec.metadata: \"conectionString\" is no field of state.sqlite")
                  .contains("connectionString");
            })
        .anySatisfy(
            finding ->
                assertThat(finding.message())
                    .isEqualTo(
                        file + ":14: apiVersion: \"dapr.io/v2\" (expected: dapr.io/v1alpha1)"))
        .anySatisfy(
            finding -> assertThat(finding.message()).contains(":16: metadata.name: missing"))
        .anySatisfy(
            finding ->
                assertThat(finding.message()).contains(":18: kind: \"Compnent\" is not known"));
  }

  @Test
  void aTypeThatNobodyHasIsAnsweredWithThoseOfItsKind() throws IOException {
    write("store.yaml", HEAD + "spec: {type: state.sqlit, version: v1}\n");
    assertThat(findings())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.message())
                    .contains(":5: spec.type: \"state.sqlit\" (expected: one of", "state.sqlite"));
  }

  @Test
  void oneNameStandsForOneResource() throws IOException {
    String store = HEAD + "spec: {type: state.in-memory, version: v1}\n";
    write("a.yaml", store);
    write("b.yaml", store);
    assertThat(findings())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.message())
                    .contains("b.yaml:1: a Component named \"store\" is also at", "a.yaml:1"));
  }

  @Test
  void aValueThatIsASecretIsNotShown() throws IOException {
    write("bad.yaml", "kind: [\n  password: hunter2\n");
    assertThat(findings()).isNotEmpty().noneMatch(f -> f.message().contains("hunter2"));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private List<Finding> findings() {
    return new ResourceCheck(Optional.empty()).check(ResourceFolders.read(List.of(folder)));
  }
}
