package dev.mecha.kernel.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mecha.kernel.testing.LogCapture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files as people break them: what is wrong is reported with its place, and everything else is
 * loaded.
 */
class BrokenResourceTest {

  private static final String GOOD =
      """
      apiVersion: dapr.io/v1alpha1
      kind: Component
      metadata:
        name: good
      spec:
        type: state.x
        version: v1
        initTimeout: 10s
        ignoreErrors: false
        metadata:
          - name: host
            value: "localhost:6379"
          - name: password
            secretKeyRef: {name: redis, key: password}
          - name: list
            value: [1, 2.5, yes, {a: &x b, c: *x}]
      auth:
        secretStore: vault
      scopes:
        - app
      """;

  @TempDir Path directory;

  private ResourceSet load() throws ResourceLoadException {
    return new ResourceLoader(List.of(directory), "app", "", ResourceKinds.all()).load();
  }

  private void assertOnlyTheGoodOneIsLoaded(String file, String problem) throws Exception {
    Files.writeString(directory.resolve("good.yaml"), GOOD);
    ResourceSet set = load();
    assertThat(set.of(ResourceKinds.COMPONENT))
        .extracting(ComponentResource::name)
        .containsExactly("good");
    assertThat(set.problems()).hasSize(1);
    assertThat(set.problems().getFirst())
        .contains(directory.resolve(file).toString())
        .contains(problem)
        .doesNotContain("\n");
    assertThat(set.isBroken(new Origin(directory.resolve(file).toString(), 0, 1))).isTrue();
    assertThat(set.isBroken(new Origin(directory.resolve("good.yaml").toString(), 0, 1))).isFalse();
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        arguments("    - name: host", "\t- name: host", ":11: not YAML: "),
        arguments("kind: Component", "kind: 'Component", "not YAML: "),
        arguments("scopes:", "scopes", "(line 19), could not find expected ':'"),
        arguments("*x", "*y", ":16: not YAML: "),
        arguments(
            "ignoreErrors: false",
            "ignoreErrors: 'false'",
            ":9: spec.ignoreErrors: \"false\" (expected: true or false)"),
        arguments(
            "ignoreErrors: false",
            "ignoreErrors: []",
            ":9: spec.ignoreErrors: a list (expected: true or false)"),
        arguments(
            "name: good", "name: a/b", ":4: metadata.name: \"a/b\" (expected: a name other than"),
        arguments(
            "name: good", "name: '..'", ":4: metadata.name: \"..\" (expected: a name other than"),
        arguments("name: good", "nome: good", ":4: metadata.name: missing (expected: a name other"),
        arguments(
            "metadata:\n  name: good", "metadata: x", ":3: metadata: a text (expected: a mapping)"),
        arguments("- app", "- [app]", ":20: scopes[0]: a list (expected: a text)"),
        arguments("scopes:\n  - app", "scopes: app", ":19: scopes: a text (expected: a list)"),
        arguments(
            "auth:\n  secretStore: vault",
            "auth: vault",
            ":17: auth: a text (expected: a mapping)"),
        arguments("type: state.x", "type: {a: b}", ":6: spec.type: a mapping (expected: a text)"),
        arguments(
            "{name: redis, key: password}",
            "s3cret",
            ":14: spec.metadata[1].secretKeyRef: a text (expected: a mapping)"),
        arguments("version: v1", "version: [v1]", ":7: spec.version: a list (expected: a text)"),
        arguments(
            "initTimeout: 10s",
            "initTimeout: {s: 10}",
            ":8: spec.initTimeout: a mapping (expected: a text)"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aDocumentThatIsWrong(String good, String bad, String problem) throws Exception {
    String text = GOOD.replace(good, bad);
    assertThat(text).isNotEqualTo(GOOD);
    Files.writeString(directory.resolve("bad.yaml"), text.replace("name: good", "name: bad"));
    assertOnlyTheGoodOneIsLoaded("bad.yaml", problem);
    assertThat(load().problems().toString()).doesNotContain("s3cret");
  }

  @Test
  void oneWrongDocumentDoesNotTakeTheOthersOfItsFileAlong() throws Exception {
    String bad = GOOD.replace("name: good", "name: [");
    Files.writeString(
        directory.resolve("a.yaml"),
        bad + "---\n" + GOOD + "---\n" + bad + "---\n" + GOOD.replace("name: good", "name: too"));
    ResourceSet set = load();
    assertThat(set.of(ResourceKinds.COMPONENT))
        .extracting(ComponentResource::name)
        .containsExactly("good", "too");
    assertThat(set.problems()).hasSize(2);
    assertThat(set.problems().get(1)).contains("a.yaml:4");
  }

  @Test
  void aTextOrAListIsNoDocument() throws Exception {
    Files.writeString(directory.resolve("bad.yaml"), "hello\n");
    assertOnlyTheGoodOneIsLoaded(
        "bad.yaml", "bad.yaml:1: the document: a text (expected: a mapping)");
    Files.writeString(directory.resolve("bad.yaml"), "\n- hello\n");
    assertOnlyTheGoodOneIsLoaded(
        "bad.yaml", "bad.yaml:2: the document: a list (expected: a mapping)");
  }

  @Test
  void emptyFilesAreNoProblem() throws Exception {
    Files.writeString(directory.resolve("a.yaml"), "");
    Files.writeString(directory.resolve("b.yaml"), "\n\n---\n---\n\n# x\n");
    Files.writeString(directory.resolve("c.yaml"), "\uFEFF");
    assertThat(load().problems()).isEmpty();
  }

  @Test
  void binaryGarbage() throws Exception {
    byte[] garbage = new byte[1 << 20];
    new Random(1).nextBytes(garbage);
    Files.write(directory.resolve("bad.yaml"), garbage);
    assertOnlyTheGoodOneIsLoaded("bad.yaml", "not text (expected: UTF-8)");
  }

  @Test
  void controlCharacters() throws Exception {
    Files.writeString(directory.resolve("bad.yaml"), GOOD + "x: \u0000\u0007");
    assertOnlyTheGoodOneIsLoaded("bad.yaml", "not YAML: ");
  }

  @Test
  void anotherEncoding() throws Exception {
    Files.write(directory.resolve("bad.yaml"), "name: é".getBytes(StandardCharsets.ISO_8859_1));
    assertOnlyTheGoodOneIsLoaded("bad.yaml", "not text (expected: UTF-8)");
  }

  @Test
  void aFileThatIsTooLarge() throws Exception {
    Files.writeString(directory.resolve("bad.yaml"), "#".repeat(9 << 20));
    assertOnlyTheGoodOneIsLoaded("bad.yaml", "9437184 bytes (expected: at most 8388608)");
  }

  @Test
  void aLinkToNowhereIsAFileThatIsGone() throws Exception {
    Files.createSymbolicLink(directory.resolve("gone.yaml"), Path.of("nowhere"));
    Files.writeString(directory.resolve("good.yaml"), GOOD);
    assertThat(load().of(ResourceKinds.COMPONENT)).hasSize(1);
    assertThat(load().problems()).isEmpty();
  }

  /**
   * Whatever is done to a file: a set of resources and problems comes out, never another exception.
   */
  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void tenThousandMutationsAreLoadedOrReported() throws Exception {
    var random = new Random(20260101);
    byte[] good = (GOOD + "---\n" + GOOD.replace("good", "two")).getBytes(StandardCharsets.UTF_8);
    Path file = directory.resolve("a.yaml");
    int loaded = 0;
    int reported = 0;
    var quiet = LogCapture.of("dapr.runtime.loader.disk");
    for (int i = 0; i < 10_000; i++) {
      byte[] mutated = Mutations.mutate(good, random);
      Files.write(file, mutated);
      try {
        ResourceSet set = load();
        loaded += set.of(ResourceKinds.COMPONENT).size();
        reported += set.problems().size();
      } catch (ResourceLoadException e) {
        assertThat(e).hasMessageStartingWith("duplicate definition of ");
        reported++;
      } catch (RuntimeException | Error e) {
        Path kept = Files.write(Path.of("target", "mutation-" + i + ".yaml"), mutated);
        throw new AssertionError("mutation " + i + ", kept in " + kept, e);
      }
    }
    quiet.close();
    assertThat(loaded).isGreaterThan(1000);
    assertThat(reported).isGreaterThan(1000);
  }

  @Test
  void aFileThatCannotBeOpened() throws IOException, ResourceLoadException {
    Path file = Files.writeString(directory.resolve("bad.yaml"), GOOD);
    boolean closed = file.toFile().setReadable(false);
    assumeTrue(closed && !Files.isReadable(file), "root reads all");
    assertThat(load().problems()).hasSize(1);
    assertThat(load().isBroken(new Origin(file.toString(), 0, 1))).isTrue();
  }
}
