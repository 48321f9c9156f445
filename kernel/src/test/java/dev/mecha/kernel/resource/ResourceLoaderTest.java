package dev.mecha.kernel.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceLoaderTest {

  @TempDir Path directory;

  @Test
  void readsEveryFieldOfAComponent() throws Exception {
    write(
        "a.yaml",
        """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: statestore
          namespace: production
        spec:
          type: state.redis
          version: v1
          initTimeout: 1m
          ignoreErrors: true
          metadata:
            - name: redisHost
              value: localhost:6379
            - name: redisPassword
              secretKeyRef: {name: redis, key: password}
            - name: token
              secretKeyRef: {name: token}
            - name: region
              envRef: REGION
            - name: nothing
        auth:
          secretStore: vault
        scopes: [app, other]
        """);
    ComponentResource component = load().getFirst();
    assertThat(component)
        .isEqualTo(
            new ComponentResource(
                "statestore",
                "production",
                "state.redis",
                "v1",
                Duration.ofMinutes(1),
                true,
                List.of(
                    MetadataItem.of("redisHost", "localhost:6379"),
                    new MetadataItem(
                        "redisPassword", null, new SecretKeyRef("redis", "password"), ""),
                    new MetadataItem("token", null, new SecretKeyRef("token", "token"), ""),
                    new MetadataItem("region", null, null, "REGION"),
                    new MetadataItem("nothing", null, null, "")),
                "vault",
                List.of("app", "other"),
                new Origin(directory.resolve("a.yaml").toString(), 0, 1)));
    assertThat(component.logName()).isEqualTo("statestore (state.redis/v1)");
  }

  @Test
  void whatIsNotWrittenHasADefault() throws Exception {
    write("a.yaml", component("a", ""));
    ComponentResource component = load().getFirst();
    assertThat(component.namespace()).isEmpty();
    assertThat(component.version()).isEmpty();
    assertThat(component.initTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(component.ignoreErrors()).isFalse();
    assertThat(component.metadata()).isEmpty();
    assertThat(component.secretStore()).isEmpty();
    assertThat(component.scopes()).isEmpty();
    assertThat(component.logName()).isEqualTo("a (state.x)");
  }

  @Test
  void anInitTimeoutThatIsNoneIsTheDefault() throws Exception {
    for (String timeout : List.of("soon", "5", "-1s", "0s", "''")) {
      write("a.yaml", component("a", "  initTimeout: " + timeout));
      assertThat(load().getFirst().initTimeout()).isEqualTo(Duration.ofSeconds(5));
    }
    write("a.yaml", component("a", "  initTimeout: 1.5s"));
    assertThat(load().getFirst().initTimeout()).isEqualTo(Duration.ofMillis(1500));
  }

  @Test
  void loadsInTheOrderOfDirectoryFileAndDocument(@TempDir Path second) throws Exception {
    write("b.yml", component("3", ""));
    write("a.YAML", component("1", "") + "---\n" + component("2", ""));
    Files.writeString(second.resolve("a.yaml"), component("4", ""));
    var loader = new ResourceLoader(List.of(directory, second), "app", "", ResourceKinds.all());
    assertThat(loader.load().of(ResourceKinds.COMPONENT))
        .extracting(ComponentResource::name)
        .containsExactly("1", "2", "3", "4");
  }

  @Test
  void otherFilesAreLeftAlone() throws Exception {
    write("a.json", component("json", ""));
    write("readme", "hello");
    Files.createDirectory(directory.resolve("sub.yaml"));
    Files.writeString(directory.resolve("sub.yaml").resolve("b.yaml"), component("b", ""));
    write("ok.yaml", component("ok", ""));
    assertNames("ok");
    assertThat(problems())
        .containsExactlyInAnyOrder(
            "A non-YAML resource file a.json was detected, it will not be loaded",
            "A non-YAML resource file readme was detected, it will not be loaded");
  }

  @Test
  void linksAsAClusterMountsThemAreFollowed() throws Exception {
    Path data = Files.createDirectory(directory.resolve("..2026_01_01"));
    Files.writeString(data.resolve("a.yaml"), component("a", ""));
    Files.createSymbolicLink(directory.resolve("..data"), Path.of("..2026_01_01"));
    Files.createSymbolicLink(directory.resolve("a.yaml"), Path.of("..data", "a.yaml"));
    assertNames("a");
    assertThat(problems()).isEmpty();
  }

  @Test
  void jsonIsYaml() throws Exception {
    write(
        "a.yaml",
        """
        {"apiVersion": "dapr.io/v1alpha1", "kind": "Component", "metadata": {"name": "a"},
         "spec": {"type": "state.x", "metadata": [{"name": "n", "value": {"b": [1, "x"]}}]}}
        """);
    assertThat(load().getFirst().metadata())
        .containsExactly(MetadataItem.of("n", "{\"b\":[1,\"x\"]}"));
  }

  @Test
  void documentsOfOtherKindsAreSkippedWithoutAWord() throws Exception {
    write(
        "a.yaml",
        component("a", "").replace("kind: Component", "kind: Unheard")
            + "---\n"
            + component("b", "").replace("v1alpha1", "v9")
            + "---\n"
            + "just: a mapping\n---\n# only a comment\n---\n\n---\n"
            + component("c", ""));
    assertNames("c");
    assertThat(problems()).isEmpty();
  }

  @Test
  void otherKindsAreFoundToo() throws Exception {
    write(
        "a.yaml",
        component("a", "")
            + "---\n"
            + "apiVersion: dapr.io/v1alpha1\n"
            + "kind: Resiliency\n"
            + "metadata: {name: r}\n"
            + "spec: {x: 1}\n");
    ResourceSet set = loader("app", "").load();
    assertThat(set.of(ResourceKinds.RESILIENCY))
        .extracting(ResiliencyResource::name)
        .containsExactly("r");
    assertThat(set.of(ResourceKinds.COMPONENT)).hasSize(1);
    assertThat(set.of(ResourceKinds.CONFIGURATION)).isEmpty();
  }

  @Test
  void aDirectoryThatIsNotThereIsAnError() {
    Path missing = directory.resolve("missing");
    var loader = new ResourceLoader(List.of(missing), "app", "", ResourceKinds.all());
    assertThatThrownBy(loader::load)
        .isInstanceOf(ResourceLoadException.class)
        .hasMessageStartingWith(missing + ": ");
  }

  @Test
  void ofTwoComponentsWithOneNameTheSecondIsAnError() throws Exception {
    write("a.yaml", component("a", "  version: v1") + "---\n" + component("b", ""));
    write("b.yaml", component("a", "") + "---\n" + component("b", "  version: v2"));
    assertThatThrownBy(this::load)
        .isInstanceOf(ResourceLoadException.class)
        .hasMessage(
            "duplicate definition of Component name a (state.x) with existing a (state.x/v1)\n"
                + "duplicate definition of Component name b (state.x/v2) with existing b"
                + " (state.x)");
  }

  @Test
  void aNameIsTakenPerKind() throws Exception {
    write(
        "a.yaml",
        component("a", "")
            + "---\napiVersion: dapr.io/v1alpha1\nkind: Resiliency\nmetadata: {name: a}\n");
    assertNames("a");
  }

  @Test
  void scopesDecideWhoseComponentItIs() throws Exception {
    write(
        "a.yaml",
        component("mine", "scopes: [x, app]")
            + "---\n"
            + component("others", "scopes: [x]")
            + "---\n"
            + component("all", "scopes: []"));
    assertNames("mine", "all");
  }

  @Test
  void anEarlierComponentOutOfScopeDoesNotTakeTheNameButALaterOneIsRefused() throws Exception {
    write("a.yaml", component("a", "scopes: [x]") + "---\n" + component("a", "  version: v2"));
    assertNames("a");
    write("a.yaml", component("a", "") + "---\n" + component("a", "scopes: [x]"));
    assertThatThrownBy(this::load)
        .hasMessageStartingWith("duplicate definition of Component name a");
  }

  @Test
  void namespacesCountOnlyIfBothSidesHaveOne() throws Exception {
    String inOther = component("other", "").replace("metadata:", "metadata:\n  namespace: other");
    write("a.yaml", inOther + "---\n" + component("none", ""));
    assertThat(loader("app", "").load().of(ResourceKinds.COMPONENT)).hasSize(2);
    assertThat(loader("app", "mine").load().of(ResourceKinds.COMPONENT))
        .extracting(ComponentResource::name)
        .containsExactly("none");
    assertThat(loader("app", "other").load().of(ResourceKinds.COMPONENT)).hasSize(2);
  }

  @Test
  void aNameOfAnotherNamespaceIsNotTaken() throws Exception {
    String inOther = component("a", "").replace("metadata:", "metadata:\n  namespace: other");
    write("a.yaml", inOther + "---\n" + component("a", ""));
    assertThat(loader("app", "mine").load().of(ResourceKinds.COMPONENT)).hasSize(1);
    assertThatThrownBy(() -> loader("app", "other").load())
        .isInstanceOf(ResourceLoadException.class);
  }

  @Test
  void aByteOrderMarkAndWindowsLinesAreFine() throws Exception {
    write(
        "a.yaml",
        "\uFEFF" + component("a", "") + "---\n" + component("b", "").replace("\n", "\r\n"));
    Files.write(
        directory.resolve("c.yaml"),
        ("\uFEFF" + component("c", "")).getBytes(StandardCharsets.UTF_16LE));
    assertNames("a", "b", "c");
  }

  @Test
  void aMegabyteIsFine() throws Exception {
    String value = "x".repeat(1 << 20);
    write("a.yaml", component("a", "  metadata: [{name: big, value: '" + value + "'}]"));
    assertThat(load().getFirst().metadata()).containsExactly(MetadataItem.of("big", value));
    var many = new StringBuilder(component("b", "  metadata:"));
    for (int i = 0; i < 20_000; i++) {
      many.append("    - name: n").append(i).append("\n      value: some value of this item\n");
    }
    write("b.yaml", many.toString());
    assertThat(load().getLast().metadata()).hasSize(20_000);
  }

  private List<ComponentResource> load() throws ResourceLoadException {
    return loader("app", "").load().of(ResourceKinds.COMPONENT);
  }

  private List<String> problems() throws ResourceLoadException {
    return loader("app", "").load().problems();
  }

  private void assertNames(String... names) throws ResourceLoadException {
    assertThat(load()).extracting(ComponentResource::name).containsExactly(names);
  }

  private ResourceLoader loader(String appId, String namespace) {
    return new ResourceLoader(List.of(directory), appId, namespace, ResourceKinds.all());
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }

  private static String component(String name, String more) {
    return "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata:\n  name: '%s'\nspec:\n  type: state.x\n%s\n"
        .formatted(name, more);
  }
}
