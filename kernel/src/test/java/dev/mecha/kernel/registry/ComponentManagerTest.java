package dev.mecha.kernel.registry;

import static dev.mecha.kernel.registry.FakeRuntime.component;
import static dev.mecha.kernel.registry.FakeRuntime.ignoringErrors;
import static dev.mecha.kernel.registry.FakeRuntime.withSecret;
import static dev.mecha.kernel.registry.FakeRuntime.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.resource.MetadataItem;
import dev.mecha.kernel.testing.LogCapture;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.state.StateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ComponentManagerTest {

  private static final String INIT =
      "[INIT_COMPONENT_FAILURE]: initialization error occurred for a (state.fake/v1): ";

  private final FakeRuntime runtime = new FakeRuntime();
  private final LogCapture log = LogCapture.of("dapr.runtime.processor");

  @AfterEach
  void restoreLog() {
    log.close();
  }

  private ComponentManager load(ComponentResource... resources) throws Exception {
    ComponentManager manager = runtime.manager();
    manager.load(List.of(resources));
    return manager;
  }

  private void provide(String type, FakeProvider.Maker<StateStore> maker) {
    runtime.providers.addFirst(FakeProvider.of(StateStore.class, type, maker));
  }

  @Test
  void aComponentIsMadeAndListed() throws Exception {
    ComponentManager manager =
        load(
            ComponentResource.of(
                "a", "state.FAKE", "V0", List.of(MetadataItem.of("host", "{appID}"))));
    ComponentContext context = runtime.state("a").context;
    assertThat(context.name()).isEqualTo("a");
    assertThat(context.type()).isEqualTo("state.fake");
    assertThat(context.version()).isEqualTo("v1");
    assertThat(context.appId()).isEqualTo("app");
    assertThat(context.home()).isEqualTo(Path.of("home"));
    assertThat(context.metadata().property("HOST").text()).isEqualTo("app");
    assertThat(manager.components())
        .containsExactly(
            new RegisteredComponent(
                "a", "state.FAKE", "V0", List.of("ETAG", "TRANSACTIONAL", "ACTOR")));
    assertThat(log.lines()).contains("INFO Component loaded: a (state.FAKE/V0)");
    assertThat(runtime.events).containsExactly("initialized state.FAKE");
  }

  @Test
  void decoratorsAreAppliedFromTheInsideOut() throws Exception {
    var order = new ArrayList<String>();
    for (String name : List.of("inner", "outer")) {
      runtime.decorators.add(
          (store, resource, metadata) -> {
            order.add(name + " " + metadata.fields().property("keyPrefix").text());
            return new FakeStateStore(((FakeStateStore) store).context) {
              @Override
              public void close() {
                order.add("close " + name);
                store.close();
              }
            };
          });
    }
    ComponentManager manager =
        load(
            ComponentResource.of(
                "a", "state.fake", "v1", List.of(MetadataItem.of("keyPrefix", "p"))));
    manager.close();
    assertThat(order).containsExactly("inner p", "outer p", "close outer", "close inner");
    assertThat(runtime.made.getFirst().closed).hasValue(1);
  }

  @Test
  void aDecoratorThatRefusesClosesTheComponent() {
    runtime.decorators.add(
        (store, resource, metadata) -> {
          throw new InvalidMetadataException("keyPrefix: \"||\" (expected: no ||)");
        });
    assertFails(component("a", "state.fake"), INIT + "keyPrefix: \"||\" (expected: no ||)");
    assertThat(runtime.made.getFirst().closed).hasValue(1);
  }

  @Test
  void secretStoresAreMadeFirst() throws Exception {
    runtime.secrets.put("s", "pw");
    ComponentManager manager =
        load(withSecret("a", "state.fake", "vault"), component("vault", "secretstores.fake"));
    assertThat(runtime.state("a").context.metadata().property("password").text()).isEqualTo("pw");
    assertThat(manager.components())
        .extracting(RegisteredComponent::name)
        .containsExactly("vault", "a");
    assertThat(log.lines()).noneMatch(line -> line.startsWith("WARNING"));
  }

  @Test
  void aSecretStoreMayNeedASecretOfAnother() throws Exception {
    runtime.secrets.put("s", "pw");
    ComponentManager manager =
        load(
            withSecret("app-store", "state.fake", "outer"),
            withSecret("outer", "secretstores.fake", "inner"),
            component("inner", "secretstores.fake"));
    assertThat(runtime.secretStore("outer").context.metadata().property("password").text())
        .isEqualTo("pw");
    assertThat(manager.components())
        .extracting(RegisteredComponent::name)
        .containsExactly("inner", "outer", "app-store");
    assertThat(log.lines())
        .contains("WARNING Component outer references a secret store that isn't loaded: inner");
  }

  @Test
  void aComponentWaitsForASecretStoreThatComesLater() throws Exception {
    runtime.secrets.put("s", "pw");
    ComponentManager manager = load(withSecret("a", "state.fake", "vault"));
    assertThat(manager.components()).isEmpty();
    assertThat(manager.resources()).hasSize(1);
    assertThat(log.lines()).contains("WARNING Component a waits for secret store vault");
    manager.update(component("vault", "secretstores.fake"));
    assertThat(runtime.state("a").isOpen()).isTrue();
    assertThat(manager.resources()).hasSize(2);
  }

  @Test
  void aComponentThatWaitsCanBeForgotten() throws Exception {
    ComponentManager manager = load(withSecret("a", "state.fake", "vault"));
    manager.remove("a");
    manager.update(component("vault", "secretstores.fake"));
    assertThat(runtime.stateStores.isEmpty()).isTrue();
  }

  @Test
  void secretStoresThatNeedEachOtherWaitForEver() throws Exception {
    ComponentManager manager =
        load(withSecret("x", "secretstores.fake", "y"), withSecret("y", "secretstores.fake", "x"));
    assertThat(manager.components()).isEmpty();
    assertThat(log.lines())
        .contains(
            "WARNING Component x waits for secret store y",
            "WARNING Component y waits for secret store x");
  }

  @Test
  void aSecretThatIsMissingIsNamed() throws Exception {
    ComponentManager manager = load(component("vault", "secretstores.fake"));
    assertThatThrownBy(() -> manager.update(withSecret("a", "state.fake", "vault")))
        .hasMessageEndingWith(INIT + "password: secret store \"vault\" has no secret \"s\"");
  }

  @Test
  void anUnknownTypeIsFatal() {
    String unknown =
        "[CREATE_COMPONENT_FAILURE]: initialization error occurred for a (state.nope/v1): couldn't"
            + " find state store state.nope/v1";
    assertThatThrownBy(() -> load(component("a", "state.nope")))
        .isInstanceOf(ComponentFailedException.class)
        .hasMessage(
            "process component a error: [INIT_COMPONENT_FAILURE]: initialization error occurred for"
                + " a (state.nope/v1): "
                + unknown);
    assertThat(log.lines())
        .contains("SEVERE Failed to init component a (state.nope/v1): " + unknown)
        .anyMatch(line -> line.startsWith("WARNING Error processing component, daprd will exit"));
    assertThat(runtime.events).containsExactly("failed state.nope creation a");
  }

  @Test
  void anUnknownVersionIsFatal() {
    assertThatThrownBy(() -> load(ComponentResource.of("a", "state.fake", "v9", List.of())))
        .hasMessageEndingWith("couldn't find state store state.fake/v9");
    assertThatThrownBy(() -> load(component("a", "secretstores.nope")))
        .hasMessageEndingWith("couldn't find secret store secretstores.nope/v1");
  }

  @Test
  void aTypeOfNoKindIsFatalAndOneThatIsNotServedIsLeftOut() throws Exception {
    assertThatThrownBy(() -> load(component("a", "stat.fake")))
        .hasMessage("process component a error: incorrect type stat.fake");
    assertThatThrownBy(() -> load(component("a", "State.fake")))
        .hasMessage("process component a error: incorrect type State.fake");
    ComponentManager manager = load(component("p", "pubsub.redis"), component("a", "state.fake"));
    assertThat(manager.components()).hasSize(1);
    assertThat(manager.resources()).as("it is not tried again").hasSize(2);
    assertThat(log.lines())
        .anyMatch(line -> line.startsWith("SEVERE Component p (pubsub.redis/v1) is left out"));
  }

  @Test
  void aComponentThatFailsIsFatalInThePeersWords() {
    provide(
        "state.fake",
        context -> {
          throw new ComponentException("missing connection string");
        });
    assertFails(component("a", "state.fake"), INIT + "missing connection string");
    String error = "process component a error: " + INIT + INIT + "missing connection string";
    assertThat(log.lines())
        .containsSequence(
            "SEVERE Failed to init component a (state.fake/v1): "
                + INIT
                + "missing connection string",
            "WARNING Error processing component, daprd will exit gracefully: " + error);
    assertThat(runtime.events).containsExactly("failed state.fake init a");
  }

  @Test
  void aFaultInADriverIsAFailureToo() {
    provide(
        "state.fake",
        context -> {
          throw new NoClassDefFoundError("driver/Missing");
        });
    assertFails(
        component("a", "state.fake"), INIT + "java.lang.NoClassDefFoundError: driver/Missing");
    provide(
        "state.fake",
        context -> {
          throw new NullPointerException();
        });
    assertFails(component("a", "state.fake"), INIT + "java.lang.NullPointerException");
  }

  private void assertFails(ComponentResource resource, String problem) {
    assertThatThrownBy(() -> load(resource))
        .isInstanceOf(ComponentFailedException.class)
        .hasMessage("process component a error: " + INIT + problem);
    assertThat(runtime.stateStores.isEmpty()).isTrue();
  }

  @Test
  void anErrorThatIsIgnoredDoesNotStopTheOthers() throws Exception {
    provide(
        "state.broken",
        context -> {
          throw new ComponentException("down");
        });
    ComponentManager manager =
        load(ignoringErrors(component("a", "state.broken")), component("b", "state.fake"));
    assertThat(manager.components()).extracting(RegisteredComponent::name).containsExactly("b");
    assertThat(manager.resources()).extracting(ComponentResource::name).containsExactly("b");
    assertThat(log.lines())
        .anyMatch(
            line ->
                line.startsWith(
                    "SEVERE Ignoring error processing component: process component a error: "));
  }

  @Test
  void aComponentThatHangsIsInterruptedWhenItsTimeIsOver() throws Exception {
    var interrupted = new CountDownLatch(1);
    var thread = new AtomicReference<Thread>();
    provide(
        "state.fake",
        context -> {
          thread.set(Thread.currentThread());
          try {
            assertThat(new CountDownLatch(1).await(50, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
          return runtime.make(context);
        });
    assertThatThrownBy(() -> load(within(Duration.ofMillis(50), component("a", "state.fake"))))
        .hasMessage(
            "process component a error: " + INIT + "init timeout for component a (state.fake/v1)");
    assertThat(interrupted.getCount()).isZero();
    assertThat(Objects.requireNonNull(thread.get()).isVirtual()).isFalse();
    assertThat(log.lines())
        .contains(
            "SEVERE Failed to init component a (state.fake/v1): init timeout for component a"
                + " (state.fake/v1)");
  }

  @Test
  void aComponentThatComesTooLateIsClosed() throws Exception {
    var release = new CountDownLatch(1);
    provide(
        "state.fake",
        context -> {
          boolean open = false;
          while (!open) {
            open = awaitThrough(release);
          }
          return runtime.make(context);
        });
    ComponentManager manager =
        load(ignoringErrors(within(Duration.ofMillis(50), component("a", "state.fake"))));
    assertThat(manager.components()).isEmpty();
    assertThat(log.lines())
        .contains("WARNING init a does not end when it is interrupted; it is left behind");
    release.countDown();
    await().until(() -> runtime.made.size() == 1 && runtime.made.getFirst().closed.get() == 1);
    assertThat(runtime.stateStores.isEmpty()).isTrue();
  }

  private static boolean awaitThrough(CountDownLatch latch) {
    try {
      return latch.await(50, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Test
  void aCallerThatIsInterruptedStopsTheWork() throws Exception {
    var started = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    provide(
        "state.fake",
        context -> {
          started.countDown();
          try {
            assertThat(new CountDownLatch(1).await(50, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
          return runtime.make(context);
        });
    var outcome = new AtomicReference<Exception>();
    Thread loading =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    load(within(Duration.ofSeconds(50), component("a", "state.fake")));
                  } catch (Exception e) {
                    outcome.set(e);
                  }
                });
    started.await();
    loading.interrupt();
    interrupted.await();
    assertThat(loading.join(Duration.ofSeconds(10))).isTrue();
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void theDriverFindsItsPartsThroughTheThread() throws Exception {
    var seen = new AtomicReference<ClassLoader>();
    provide(
        "state.fake",
        context -> {
          seen.set(Thread.currentThread().getContextClassLoader());
          return runtime.make(context);
        });
    load(component("a", "state.fake"));
    assertThat(seen.get()).isSameAs(FakeProvider.class.getClassLoader());
  }

  @Test
  void deniedComponentsAreLeftOut() throws Exception {
    runtime.denying("state.fake");
    ComponentManager manager =
        load(component("a", "state.fake"), component("vault", "secretstores.fake"));
    assertThat(manager.components()).extracting(RegisteredComponent::name).containsExactly("vault");
    assertThat(manager.resources()).as("it is not tried again").hasSize(2);
    manager.remove("a");
    assertThat(manager.resources()).hasSize(1);
  }

  @Test
  void anUpdateSwapsTheComponentWhole() throws Exception {
    ComponentManager manager = load(component("a", "state.fake"));
    FakeStateStore old = runtime.state("a");
    manager.update(
        ComponentResource.of("a", "state.fake", "v1", List.of(MetadataItem.of("x", "y"))));
    assertThat(runtime.state("a")).isNotSameAs(old);
    assertThat(runtime.state("a").isOpen()).isTrue();
    assertThat(old.closed).hasValue(1);
    assertThat(log.lines())
        .contains(
            "INFO Closing existing Component to reload: a (state.fake/v1)",
            "INFO Component updated: a (state.fake/v1)");
  }

  @Test
  void anEngineThatCanBeOpenedOnceOnlyIsClosedFirst() throws Exception {
    provide(
        "state.fake",
        context -> {
          if (runtime.made.stream().anyMatch(FakeStateStore::isOpen)) {
            throw new ComponentException("database is locked");
          }
          return runtime.make(context);
        });
    ComponentManager manager = load(component("a", "state.fake"));
    manager.update(
        ComponentResource.of("a", "state.fake", "v1", List.of(MetadataItem.of("x", "y"))));
    assertThat(runtime.made).hasSize(2);
    assertThat(runtime.state("a").isOpen()).isTrue();
    assertThat(runtime.events).containsExactly("initialized state.fake", "initialized state.fake");
  }

  @Test
  void anUpdateThatFailsLeavesNothing() throws Exception {
    provide(
        "state.broken",
        context -> {
          throw new ComponentException("missing connection string");
        });
    ComponentManager manager = load(component("a", "state.fake"));
    manager.update(ignoringErrors(component("a", "state.broken")));
    assertThat(manager.components()).isEmpty();
    assertThat(runtime.made.getFirst().closed).hasValue(1);
    manager.update(component("a", "state.fake"));
    assertThat(manager.components()).hasSize(1);
    assertThatThrownBy(() -> manager.update(component("a", "state.broken")))
        .isInstanceOf(ComponentFailedException.class);
    assertThat(runtime.stateStores.isEmpty()).isTrue();
  }

  @Test
  void aComponentMayBecomeOneOfAnotherKind() throws Exception {
    ComponentManager manager = load(component("a", "state.fake"));
    manager.update(component("a", "secretstores.fake"));
    assertThat(runtime.stateStores.isEmpty()).isTrue();
    assertThat(runtime.secretStores.names()).containsExactly("a");
    assertThat(runtime.made.getFirst().closed).hasValue(1);
    assertThat(manager.components()).hasSize(1);
  }

  @Test
  void anUpdateToADeniedTypeClosesTheOldComponent() throws Exception {
    ComponentManager manager = runtime.denying("state.denied").manager();
    manager.load(List.of(component("a", "state.fake")));
    manager.update(component("a", "state.denied"));
    assertThat(manager.components()).isEmpty();
    assertThat(runtime.made.getFirst().closed).hasValue(1);
    assertThat(log.lines())
        .contains("WARNING Received unauthorized component update, ignored: a (state.denied/v1)");
  }

  @Test
  void aChangedSecretReplacesTheComponent() throws Exception {
    runtime.secrets.put("s", "old");
    ComponentManager manager =
        load(component("vault", "secretstores.fake"), withSecret("a", "state.fake", "vault"));
    FakeStateStore old = runtime.state("a");
    manager.refreshReferences();
    assertThat(runtime.state("a")).isSameAs(old);
    runtime.secretStore("vault").change("s", "new");
    manager.refreshReferences();
    assertThat(old.closed).hasValue(1);
    assertThat(runtime.state("a").context.metadata().property("password").text()).isEqualTo("new");
    assertThat(log.lines()).noneMatch(line -> line.contains("new\"") || line.endsWith("new"));
  }

  @Test
  void aSecretStoreThatDoesNotAnswerChangesNothing() throws Exception {
    runtime.secrets.put("s", "pw");
    ComponentManager manager =
        load(component("vault", "secretstores.fake"), withSecret("a", "state.fake", "vault"));
    FakeStateStore store = runtime.state("a");
    runtime.secretStore("vault").sealed = true;
    manager.refreshReferences();
    assertThat(runtime.state("a")).isSameAs(store);
    assertThat(store.isOpen()).isTrue();
    assertThat(log.lines())
        .anyMatch(
            line -> line.startsWith("WARNING The secrets of component a (state.fake/v1) cannot"));
  }

  @Test
  void allAreClosedInTheReverseOrder() throws Exception {
    ComponentManager manager =
        load(
            component("b", "state.fake"),
            component("vault", "secretstores.fake"),
            component("a", "state.fake"));
    manager.close();
    assertThat(log.lines().stream().filter(line -> line.contains("Closing")))
        .containsExactly(
            "INFO Closing Component: a (state.fake/v1)",
            "INFO Closing Component: b (state.fake/v1)",
            "INFO Closing Component: vault (secretstores.fake/v1)");
    assertThat(manager.components()).isEmpty();
    assertThat(runtime.made).allMatch(store -> store.closed.get() == 1);
  }
}
