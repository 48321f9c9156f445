package dev.mecha.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ResolveRequest;
import dev.mecha.spi.nameresolution.ServiceInstance;
import dev.mecha.spi.nameresolution.ServiceNotFoundException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of a {@link NameResolver} that keeps a register as a suite: extend it in the
 * component's module, say how the resolver is made, and run it against the real engine. What only
 * derives addresses from names has nothing to register and is tested by itself.
 */
@Timeout(60)
public abstract class NameResolverTck {

  /** How long it may take until others see a change. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A folder of this test, made before {@link #metadata()} is asked. */
  @TempDir protected Path folder;

  private final Deque<NameResolver> opened = new ArrayDeque<>();

  /** Nobody else in the network has it. */
  private final String app = "tck-" + UUID.randomUUID();

  /**
   * @return a new instance of what makes the resolver
   */
  protected abstract ComponentProvider<NameResolver> provider();

  /**
   * Says how to connect to the engine.
   *
   * @return the configuration: the same for all sidecars of a test
   * @throws Exception if the test fails
   */
  protected abstract Map<String, String> metadata() throws Exception;

  /**
   * Starts the resolver of one more sidecar. It is closed after the test.
   *
   * @return a resolver that has registered nothing yet
   * @throws Exception if the test fails
   */
  protected final NameResolver open() throws Exception {
    ComponentProvider<NameResolver> provider = provider();
    NameResolver resolver =
        provider.create(
            ComponentContexts.of(provider.types().getFirst(), folder.resolve("home"))
                .name("nameresolution")
                .metadata(metadata())
                .context());
    opened.push(resolver);
    return resolver;
  }

  /**
   * @param appId its application
   * @param port its port for other sidecars
   * @return an instance on this machine
   */
  protected static ServiceInstance instance(String appId, int port) {
    return new ServiceInstance(appId, "", "127.0.0.1", port + 1000, 8080, port);
  }

  private static ResolveRequest request(String appId) {
    return new ResolveRequest(appId, "", 50002);
  }

  private NameResolver registered(int port) throws Exception {
    NameResolver resolver = open();
    resolver.register(instance(app, port));
    return resolver;
  }

  private void awaitAddresses(NameResolver resolver, String... addresses) {
    await()
        .atMost(PATIENCE)
        .ignoreException(ServiceNotFoundException.class)
        .untilAsserted(
            () -> assertThat(resolver.resolve(request(app))).containsExactlyInAnyOrder(addresses));
  }

  @AfterEach
  final void closeAll() {
    opened.forEach(NameResolver::close);
  }

  @Test
  void providerIsAServiceWithKindAndTypes() {
    ComponentProvider<NameResolver> provider = provider();
    assertThat(provider.kind()).isEqualTo(NameResolver.class);
    assertThat(provider.types())
        .isNotEmpty()
        .allSatisfy(
            type ->
                assertThat(type)
                    .startsWith("nameresolution.")
                    .isEqualTo(type.toLowerCase(Locale.ROOT)));
    assertThat(
            ServiceLoader.load(ComponentProvider.class).stream()
                .map(ServiceLoader.Provider::type)
                .anyMatch(provider.getClass()::equals))
        .isTrue();
  }

  @Test
  void instanceIsFoundByOthersAndByItself() throws Exception {
    NameResolver own = registered(50101);
    awaitAddresses(open(), "127.0.0.1:50101");
    awaitAddresses(own, "127.0.0.1:50101");
  }

  @Test
  void allInstancesAreFound() throws Exception {
    registered(50111);
    registered(50112);
    registered(50113);
    awaitAddresses(open(), "127.0.0.1:50111", "127.0.0.1:50112", "127.0.0.1:50113");
  }

  @Test
  void applicationsAreApart() throws Exception {
    registered(50121);
    open().register(instance(app + "-other", 50122));
    awaitAddresses(open(), "127.0.0.1:50121");
  }

  @Test
  void addressOfTheSixthVersionIsBracketed() throws Exception {
    open().register(new ServiceInstance(app, "", "::1", 3500, 8080, 50131));
    NameResolver other = open();
    await()
        .atMost(PATIENCE)
        .ignoreException(ServiceNotFoundException.class)
        .untilAsserted(
            () ->
                assertThat(other.resolve(request(app)))
                    .singleElement()
                    .asString()
                    .matches("\\[(::1|0:0:0:0:0:0:0:1)]:50131"));
  }

  @Test
  void unknownApplicationIsNotFound() throws Exception {
    NameResolver resolver = open();
    assertThatExceptionOfType(ServiceNotFoundException.class)
        .isThrownBy(() -> resolver.resolve(request(app)));
  }

  @Test
  void registrationMayBeRepeated() throws Exception {
    NameResolver resolver = registered(50141);
    resolver.register(instance(app, 50141));
    awaitAddresses(open(), "127.0.0.1:50141");
  }

  @Test
  void closedInstanceIsForgottenAndTheOthersAreNot() throws Exception {
    NameResolver first = registered(50151);
    registered(50152);
    NameResolver other = open();
    awaitAddresses(other, "127.0.0.1:50151", "127.0.0.1:50152");
    first.close();
    awaitAddresses(other, "127.0.0.1:50152");
  }

  @Test
  void lastInstanceThatClosesLeavesNothing() throws Exception {
    NameResolver only = registered(50161);
    NameResolver other = open();
    awaitAddresses(other, "127.0.0.1:50161");
    only.close();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThatExceptionOfType(ServiceNotFoundException.class)
                    .isThrownBy(() -> other.resolve(request(app))));
  }

  @Test
  void applicationThatComesLaterIsFound() throws Exception {
    NameResolver other = open();
    assertThatExceptionOfType(ServiceNotFoundException.class)
        .isThrownBy(() -> other.resolve(request(app)));
    registered(50171);
    awaitAddresses(other, "127.0.0.1:50171");
  }

  @Test
  void manyThreadsResolve() throws Exception {
    NameResolver resolver = registered(50181);
    awaitAddresses(resolver, "127.0.0.1:50181");
    VirtualThreads.run(
        8,
        thread -> assertThat(resolver.resolve(request(app))).isEqualTo(List.of("127.0.0.1:50181")));
  }

  @Test
  void openResolverAnswersPings() throws Exception {
    open().ping();
  }

  @Test
  void interruptedCallerIsNotHeld() throws Exception {
    NameResolver resolver = open();
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> resolver.resolve(request(app)));
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void closedResolverRefusesCallsAndMayBeClosedAgain() throws Exception {
    NameResolver resolver = registered(50191);
    resolver.close();
    resolver.close();
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> resolver.resolve(request(app)))
        .isNotInstanceOf(ServiceNotFoundException.class);
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> resolver.register(instance(app, 50191)));
  }
}
