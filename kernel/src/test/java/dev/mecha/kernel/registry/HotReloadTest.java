package dev.mecha.kernel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.resource.HttpEndpointResource;
import dev.mecha.kernel.resource.MetadataItem;
import dev.mecha.kernel.resource.ResiliencyResource;
import dev.mecha.kernel.resource.ResourceKinds;
import dev.mecha.kernel.resource.ResourceLoader;
import dev.mecha.kernel.resource.ResourceSet;
import dev.mecha.kernel.testing.LogCapture;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HotReloadTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path temporary;

  private final FakeRuntime runtime = new FakeRuntime();
  private final List<String> restarts = new CopyOnWriteArrayList<>();
  private final List<List<String>> policies = new CopyOnWriteArrayList<>();
  private final List<List<String>> endpoints = new CopyOnWriteArrayList<>();
  private final List<Exception> failures = new CopyOnWriteArrayList<>();
  private final LogCapture log = LogCapture.of("dapr.runtime");
  private @Nullable ComponentManager manager;
  private @Nullable HotReload reload;

  @AfterEach
  void stop() {
    if (reload != null) {
      reload.close();
    }
    if (manager != null) {
      manager.close();
    }
    log.close();
  }

  private Path resources() throws IOException {
    return Files.createDirectories(temporary.resolve("resources"));
  }

  private void start(Duration interval, Path... directories) throws Exception {
    var loader = new ResourceLoader(List.of(directories), "app", "", ResourceKinds.all());
    ComponentManager components = runtime.manager();
    var hotReload =
        new HotReload(loader, components, new Listener(), Duration.ofMillis(20), interval);
    manager = components;
    reload = hotReload;
    hotReload.watch();
    ResourceSet loaded = loader.load();
    components.load(loaded.of(ResourceKinds.COMPONENT));
    hotReload.start(loaded);
  }

  private final class Listener implements HotReload.Listener {
    @Override
    public void restartNeeded() {
      restarts.add("restart");
    }

    @Override
    public void policiesChanged(List<ResiliencyResource> inForce) {
      policies.add(inForce.stream().map(ResiliencyResource::name).toList());
    }

    @Override
    public void endpointsChanged(List<HttpEndpointResource> inForce) {
      endpoints.add(inForce.stream().map(HttpEndpointResource::name).toList());
    }

    @Override
    public void failed(Exception cause) {
      failures.add(cause);
    }
  }

  private static String component(String name, String type, String value) {
    return """
    apiVersion: dapr.io/v1alpha1
    kind: Component
    metadata: {name: %s}
    spec:
      type: %s
      version: v1
      metadata:
        - {name: value, value: '%s'}
    """
        .formatted(name, type, value);
  }

  private static String resource(String kind, String name, String spec) {
    return "apiVersion: dapr.io/v1alpha1\nkind: %s\nmetadata: {name: %s}\nspec: %s\n"
        .formatted(kind, name, spec);
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(resources().resolve(file), text);
  }

  /** As editors do: the new content gets its name when it is complete. */
  private void replace(String file, String text) throws IOException {
    Path written = Files.writeString(temporary.resolve("written"), text);
    Files.move(written, resources().resolve(file), StandardCopyOption.ATOMIC_MOVE);
  }

  private void awaitStores(String... expected) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              var actual = new ArrayList<String>();
              for (String name : runtime.stateStores.names()) {
                actual.add(name + "=" + value(name));
              }
              assertThat(actual).containsExactly(expected);
            });
  }

  private @Nullable String value(String name) {
    return runtime.state(name).context.metadata().property("value").text();
  }

  @Test
  void componentsFollowTheirFiles() throws Exception {
    write("a.yaml", component("a", "state.fake", "1"));
    start(LONG, resources());
    awaitStores("a=1");
    write("b.yaml", component("b", "state.fake", "1"));
    awaitStores("a=1", "b=1");
    FakeStateStore untouched = runtime.state("a");
    write("b.yaml", component("b", "state.fake", "2"));
    awaitStores("a=1", "b=2");
    replace("b.yaml", component("b", "state.fake", "3"));
    awaitStores("a=1", "b=3");
    assertThat(runtime.state("a")).isSameAs(untouched);
    assertThat(untouched.isOpen()).isTrue();
    replace(
        "b.yaml", component("c", "state.fake", "4") + "---\n" + component("d", "state.fake", "5"));
    awaitStores("a=1", "c=4", "d=5");
    Files.delete(resources().resolve("a.yaml"));
    awaitStores("c=4", "d=5");
    assertThat(untouched.closed).hasValue(1);
    assertThat(failures).isEmpty();
    assertThat(restarts).isEmpty();
  }

  @Test
  void aChangeBetweenLoadingAndStartingIsNotMissed() throws Exception {
    var loader = new ResourceLoader(List.of(resources()), "app", "", ResourceKinds.all());
    ComponentManager components = runtime.manager();
    var hotReload = new HotReload(loader, components, new Listener(), Duration.ofMillis(20), LONG);
    reload = hotReload;
    hotReload.watch();
    ResourceSet loaded = loader.load();
    write("a.yaml", component("a", "state.fake", "1"));
    hotReload.start(loaded);
    awaitStores("a=1");
  }

  @Test
  void aTouchChangesNothing() throws Exception {
    write("a.yaml", component("a", "state.fake", "1"));
    write("b.yaml", component("b", "state.fake", "1"));
    start(LONG, resources());
    FakeStateStore store = runtime.state("a");
    replace("a.yaml", "# a comment\n" + component("a", "state.fake", "1"));
    replace("b.yaml", component("b", "state.fake", "2"));
    awaitStores("a=1", "b=2");
    assertThat(runtime.state("a")).isSameAs(store);
  }

  @Test
  void aClusterSwapsADirectoryBehindALink() throws Exception {
    Path mount = resources();
    Path first = Files.createDirectory(mount.resolve("..1"));
    Files.writeString(first.resolve("a.yaml"), component("a", "state.fake", "1"));
    Files.createSymbolicLink(mount.resolve("..data"), Path.of("..1"));
    Files.createSymbolicLink(mount.resolve("a.yaml"), Path.of("..data", "a.yaml"));
    start(LONG, mount);
    awaitStores("a=1");
    Path second = Files.createDirectory(mount.resolve("..2"));
    Files.writeString(second.resolve("a.yaml"), component("a", "state.fake", "2"));
    Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..2"));
    Files.move(
        mount.resolve("..data_tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    awaitStores("a=2");
  }

  @Test
  void aDirectoryThatIsALinkElsewhereIsReadAtIntervals() throws Exception {
    Path first = Files.createDirectory(temporary.resolve("first"));
    Path second = Files.createDirectory(temporary.resolve("second"));
    Files.writeString(first.resolve("a.yaml"), component("a", "state.fake", "1"));
    Files.writeString(second.resolve("a.yaml"), component("a", "state.fake", "2"));
    Path current = Files.createSymbolicLink(temporary.resolve("current"), first);
    start(Duration.ofMillis(50), current);
    awaitStores("a=1");
    Files.createSymbolicLink(temporary.resolve("next"), second);
    Files.move(temporary.resolve("next"), current, StandardCopyOption.ATOMIC_MOVE);
    awaitStores("a=2");
    Files.writeString(second.resolve("a.yaml"), component("a", "state.fake", "3"));
    awaitStores("a=3");
  }

  @Test
  void aDirectoryThatGoesAndComesBack() throws Exception {
    Path directory = resources();
    write("a.yaml", component("a", "state.fake", "1"));
    start(Duration.ofMillis(50), directory);
    Files.delete(directory.resolve("a.yaml"));
    Files.delete(directory);
    await()
        .until(
            () -> log.lines().stream().anyMatch(line -> line.contains("Error listing Component")));
    write("a.yaml", component("a", "state.fake", "2"));
    awaitStores("a=2");
    assertThat(failures).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadChangesNothing() throws Exception {
    write(
        "a.yaml", component("a", "state.fake", "1") + "---\n" + component("b", "state.fake", "1"));
    start(LONG, resources());
    FakeStateStore store = runtime.state("a");
    replace(
        "a.yaml",
        component("a", "state.fake", "1").replace("spec:", "\tspec:")
            + "---\n"
            + component("b", "state.fake", "2"));
    awaitStores("a=1", "b=2");
    assertThat(runtime.state("a")).isSameAs(store);
    assertThat(log.lines()).anyMatch(line -> line.contains("not YAML"));
    replace("a.yaml", component("b", "state.fake", "3"));
    awaitStores("b=3");
    assertThat(store.closed).hasValue(1);
  }

  @Test
  void aNameThatIsTakenTwiceEndsTheRuntime() throws Exception {
    write("a.yaml", component("a", "state.fake", "1"));
    start(LONG, resources());
    write("b.yaml", component("a", "state.fake", "2"));
    await().until(() -> !failures.isEmpty());
    assertThat(failures.getFirst())
        .hasMessage(
            "failed to load resources from disk: duplicate definition of Component name a"
                + " (state.fake/v1) with existing a (state.fake/v1)");
  }

  @Test
  void aComponentThatFailsEndsTheRuntimeUnlessItsErrorsAreIgnored() throws Exception {
    runtime.providers.addFirst(
        FakeProvider.of(
            StateStore.class,
            "state.broken",
            context -> {
              throw new ComponentException("down");
            }));
    write("a.yaml", component("a", "state.fake", "1"));
    start(LONG, resources());
    String broken = component("a", "state.broken", "1");
    write("a.yaml", broken.replace("version: v1", "version: v1\n  ignoreErrors: true"));
    awaitStores();
    assertThat(failures).isEmpty();
    write("a.yaml", component("a", "state.fake", "2"));
    awaitStores("a=2");
    write("a.yaml", broken);
    await().until(() -> !failures.isEmpty());
    assertThat(failures.getFirst()).isInstanceOf(ComponentFailedException.class);
  }

  @Test
  void aConfigurationAsksForARestart() throws Exception {
    start(LONG, resources());
    replace("c.yaml", resource("Configuration", "c", "{tracing: {samplingRate: '1'}}"));
    await().until(() -> restarts.size() == 1);
    Files.delete(resources().resolve("c.yaml"));
    await().until(() -> restarts.size() == 2);
    assertThat(log.lines())
        .contains(
            "INFO Received Configuration CREATED event: c - triggering SIGHUP reload",
            "INFO Received Configuration DELETED event: c - triggering SIGHUP reload");
    assertThat(policies).isEmpty();
    assertThat(endpoints).isEmpty();
  }

  @Test
  void policiesAndServicesOutsideAreHandedOnWithoutARestart() throws Exception {
    write("r.yaml", resource("Resiliency", "r", "{policies: {timeouts: {t: 1s}}}"));
    start(LONG, resources());
    replace("r.yaml", resource("Resiliency", "r", "{policies: {timeouts: {t: 2s}}}"));
    await().until(() -> policies.size() == 1);
    replace("s.yaml", resource("Resiliency", "s", "{policies: {timeouts: {t: 3s}}}"));
    await().until(() -> policies.size() == 2);
    replace("h.yaml", resource("HTTPEndpoint", "h", "{baseUrl: 'http://a'}"));
    await().until(() -> endpoints.size() == 1);
    Files.delete(resources().resolve("h.yaml"));
    await().until(() -> endpoints.size() == 2);
    assertThat(policies).containsExactly(List.of("r"), List.of("r", "s"));
    assertThat(endpoints).containsExactly(List.of("h"), List.of());
    assertThat(restarts).isEmpty();
    assertThat(log.lines())
        .contains(
            "INFO Received Resiliency UPDATED event: r - taking effect at once",
            "INFO Received HTTPEndpoint DELETED event: h - taking effect at once");
  }

  @Test
  void aResiliencyThatCannotBeReadForAWhileNeedsNoRestart() throws Exception {
    write("r.yaml", resource("Resiliency", "r", "{policies: {timeouts: {t: 1s}}}"));
    start(LONG, resources());
    replace("r.yaml", "kind: [");
    await().until(() -> log.lines().stream().anyMatch(line -> line.contains("not YAML")));
    replace("r.yaml", resource("Resiliency", "r", "{policies: {timeouts: {t: 1s}}}"));
    replace("a.yaml", component("a", "state.fake", "1"));
    awaitStores("a=1");
    assertThat(policies).isEmpty();
  }

  @Test
  void secretStoreAndItsUserMayComeInOneGo() throws Exception {
    runtime.secrets.put("s", "pw");
    start(LONG, resources());
    String user =
        component("a", "state.fake", "1")
            .replace("value: '1'", "secretKeyRef: {name: s, key: key}")
            .concat("auth: {secretStore: vault}\n");
    write("a.yaml", user);
    await()
        .until(() -> log.lines().stream().anyMatch(line -> line.contains("isn't loaded: vault")));
    write("vault.yaml", component("vault", "secretstores.fake", "1"));
    awaitStores("a=pw");
  }

  @Test
  void aSecretThatChangesIsNoticedAtTheInterval() throws Exception {
    runtime.secrets.put("s", "old");
    write("vault.yaml", component("vault", "secretstores.fake", "1"));
    write(
        "a.yaml",
        component("a", "state.fake", "1")
            .replace("value: '1'", "secretKeyRef: {name: s, key: key}")
            .concat("auth: {secretStore: vault}\n"));
    start(Duration.ofMillis(50), resources());
    awaitStores("a=old");
    runtime.secretStore("vault").change("s", "new");
    awaitStores("a=new");
  }

  @Test
  void aComponentThatIsLeftOutIsMentionedOnce() throws Exception {
    write("p.yaml", component("p", "pubsub.fake", "1"));
    start(LONG, resources());
    write("a.yaml", component("a", "state.fake", "1"));
    awaitStores("a=1");
    write("a.yaml", component("a", "state.fake", "2"));
    awaitStores("a=2");
    assertThat(log.lines().stream().filter(line -> line.contains("is left out"))).hasSize(1);
    write("p.yaml", component("p", "state.fake", "1"));
    awaitStores("a=2", "p=1");
  }

  @Test
  void aComponentThatAProgramDeclaredOutlivesTheFiles() throws Exception {
    write("a.yaml", component("a", "state.fake", "1"));
    start(LONG, resources());
    if (manager != null) {
      manager.update(
          ComponentResource.of(
              "p", "state.fake", "v1", List.of(MetadataItem.of("value", "program"))));
    }
    replace("a.yaml", component("b", "state.fake", "2"));
    awaitStores("b=2", "p=program");
    assertThat(runtime.state("p").isOpen()).isTrue();
  }

  @Test
  void aReloadThatNeverStartedCanBeClosed() throws Exception {
    var loader = new ResourceLoader(List.of(resources()), "app", "", ResourceKinds.all());
    var unstarted =
        new HotReload(loader, runtime.manager(), new Listener(), Duration.ofMillis(20), LONG);
    unstarted.watch();
    unstarted.close();
    unstarted.close();
  }

  @Test
  void closingDoesNotWaitForAComponentThatHangs() throws Exception {
    var hanging = new CountDownLatch(1);
    runtime.providers.addFirst(
        FakeProvider.of(
            StateStore.class,
            "state.hanging",
            context -> {
              hanging.countDown();
              assertThat(new CountDownLatch(1).await(100, TimeUnit.SECONDS)).isTrue();
              return runtime.make(context);
            }));
    start(LONG, resources());
    write(
        "a.yaml",
        component("a", "state.hanging", "1")
            .replace("version: v1", "version: v1\n  initTimeout: 90s"));
    hanging.await();
    if (reload != null) {
      reload.close();
    }
    assertThat(runtime.stateStores.isEmpty()).isTrue();
    assertThat(failures).isEmpty();
  }
}
