package dev.mecha.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.registry.ComponentCatalog;
import dev.mecha.kernel.registry.ComponentListener;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.registry.ProviderSource;
import dev.mecha.kernel.resource.InvalidResourceException;
import dev.mecha.kernel.resource.Origin;
import dev.mecha.kernel.resource.ResourceNode;
import dev.mecha.kernel.resource.configuration.ConfigurationResource;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ResolveRequest;
import dev.mecha.spi.nameresolution.ServiceInstance;
import dev.mecha.spi.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NameResolutionTest {

  private static final Path HOME = Path.of("home");
  private static final ResolveRequest ORDERS = new ResolveRequest("orders", "", 50002);
  private static final ServiceInstance OWN =
      new ServiceInstance("shop", "", "127.0.0.1", 3500, 8080, 50002);

  private final Offload offload = new Offload();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Register register = new Register();

  /** A register that fails as often as told, and its provider. */
  private static final class Register implements ComponentProvider<NameResolver>, NameResolver {

    final AtomicInteger failing = new AtomicInteger();
    final CountDownLatch gate = new CountDownLatch(1);
    final List<ServiceInstance> registered = new CopyOnWriteArrayList<>();
    volatile @Nullable ComponentContext context;
    volatile boolean refusing;

    @Override
    public Class<NameResolver> kind() {
      return NameResolver.class;
    }

    @Override
    public List<String> types() {
      return List.of("nameresolution.fake");
    }

    @Override
    public NameResolver create(ComponentContext told) throws InterruptedException {
      context = told;
      gate.await();
      if (refusing) {
        throw new ComponentException("address is missing");
      }
      return this;
    }

    @Override
    public void register(ServiceInstance instance) {
      if (failing.getAndDecrement() > 0) {
        throw new ComponentException("the register is down");
      }
      registered.add(instance);
    }

    @Override
    public List<String> resolve(ResolveRequest request) {
      return List.of(request.appId() + ":1");
    }

    @Override
    public void close() {
      registered.clear();
    }
  }

  private NameResolution resolution(String component) {
    ProviderSource source = type -> register.types().contains(type) ? List.of(register) : List.of();
    var listener =
        new ComponentListener() {
          @Override
          public void failed(String type, String reason, String name) {
            failures.add(type + " " + reason + " " + name);
          }
        };
    return new NameResolution(
        new NameResolverSpec(component, "v1", Map.of("a", "b"), HOME),
        new ComponentCatalog(List.of(source)),
        offload,
        listener,
        Duration.ofMillis(1));
  }

  @AfterEach
  void close() {
    register.gate.countDown();
    offload.close();
  }

  @Test
  void startDoesNotWaitAndCallersDo() throws Exception {
    try (NameResolution resolution = resolution("Fake")) {
      resolution.start(() -> OWN, Time.system());
      var picked = new CopyOnWriteArrayList<String>();
      Thread caller =
          Thread.startVirtualThread(
              () -> {
                try {
                  picked.add(resolution.discovery().pick(ORDERS));
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      await().until(() -> register.context != null);
      assertThat(picked).isEmpty();
      register.gate.countDown();
      caller.join();
      assertThat(picked).containsExactly("orders:1");
      await().until(() -> register.registered.equals(List.of(OWN)));
    }
    assertThat(register.registered).as("taken back").isEmpty();
  }

  @Test
  void registrationIsTriedUntilTheRegisterIsThere() {
    register.gate.countDown();
    register.failing.set(3);
    try (NameResolution resolution = resolution("fake")) {
      resolution.start(() -> OWN, Time.system());
      await().until(() -> register.registered.equals(List.of(OWN)));
      assertThat(failures).as("told once").containsExactly("nameResolution init fake");
    }
  }

  @Test
  void unknownResolverIsNoResolver() {
    try (NameResolution resolution = resolution("nosuch")) {
      resolution.start(() -> OWN, Time.system());
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> resolution.discovery().pick(ORDERS))
          .withMessage("name resolver not initialized");
      assertThat(failures).containsExactly("nameResolution creation nosuch");
    }
  }

  @Test
  void resolverThatRefusesIsNoResolver() {
    register.refusing = true;
    register.gate.countDown();
    try (NameResolution resolution = resolution("fake")) {
      resolution.start(() -> OWN, Time.system());
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> resolution.discovery().pick(ORDERS))
          .withMessage("name resolver not initialized");
      assertThat(failures).containsExactly("nameResolution init fake");
    }
  }

  @Test
  void closingEndsAStartThatHangs() {
    NameResolution resolution = resolution("fake");
    resolution.start(() -> OWN, Time.system());
    await().until(() -> register.context != null);
    resolution.close();
    resolution.close();
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> resolution.discovery().pick(ORDERS));
  }

  private static NameResolverSpec spec(String yaml, String mode) {
    ResourceNode document =
        ResourceNode.parse("spec:\n  nameResolution:\n" + yaml.indent(4), Origin.NONE);
    return NameResolverSpec.of(ConfigurationResource.read(document).nameResolution(), mode, HOME);
  }

  @Test
  void defaultIsThatOfTheMode() {
    assertThat(NameResolverSpec.of(null, "standalone", HOME).type())
        .isEqualTo("nameresolution.mdns");
    assertThat(NameResolverSpec.of(null, "kubernetes", HOME).type())
        .isEqualTo("nameresolution.kubernetes");
    assertThat(spec("configuration: {clusterDomain: x}", "kubernetes"))
        .isEqualTo(new NameResolverSpec("kubernetes", "v1", Map.of("clusterDomain", "x"), HOME));
  }

  @Test
  void nestedConfigurationIsJson() {
    NameResolverSpec spec =
        spec(
            """
            component: Consul
            version: v2
            configuration:
              selfRegister: true
              tags: [dapr, v1]
              client:
                address: 127.0.0.1:8500
            """,
            "standalone");
    assertThat(spec.type()).isEqualTo("nameresolution.consul");
    assertThat(spec.version()).isEqualTo("v2");
    assertThat(spec.metadata())
        .containsEntry("selfRegister", "true")
        .containsEntry("tags", "[\"dapr\",\"v1\"]")
        .containsEntry("client", "{\"address\":\"127.0.0.1:8500\"}");
    assertThat(spec).hasToString("nr (Consul/v2)");
  }

  @Test
  void configurationMustBeAMapping() {
    assertThatExceptionOfType(InvalidResourceException.class)
        .isThrownBy(() -> spec("component: mdns\nconfiguration: [x]", "standalone"))
        .withMessageContaining("a list (expected: a mapping)");
  }

  @Test
  void messagesAreThePeers() {
    var spec = new NameResolverSpec("nosuch", "v1", Map.of(), HOME);
    assertThat(spec.unknown())
        .isEqualTo(
            "[CREATE_COMPONENT_FAILURE]: initialization error occurred for nr (nosuch/v1):"
                + " couldn't find name resolver nosuch/v1");
    assertThat(spec.failure("INIT_COMPONENT_FAILURE", new ComponentException("x")))
        .isEqualTo("[INIT_COMPONENT_FAILURE]: initialization error occurred for nr (nosuch/v1): x");
  }

  @Test
  void addressIsWhatTheEnvironmentSays() {
    assertThat(HostAddress.find(Map.of("DAPR_HOST_IP", "10.9.8.7"))).isEqualTo("10.9.8.7");
    assertThat(HostAddress.find(Map.of())).isNotEmpty().doesNotContain("%", "[");
    ServiceInstance instance =
        NameResolution.instance(
            SidecarOptions.of("shop", HOME), new AppIdentity("shop", "prod"), 3500, 50002);
    assertThat(instance.host()).isEqualTo(HostAddress.find(Map.of()));
    assertThat(instance.appPort()).isZero();
  }
}
