package dev.mecha.junit;

import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.resource.MetadataItem;
import dev.mecha.spi.time.VirtualClock;
import dev.mecha.testing.TestMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a sidecar before the first test of a class and closes it behind the last. Set up in code:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final MechaExtension MECHA =
 *     new MechaExtension("orders")
 *         .withApp(new TestApp().subscribe("pubsub", "paid", event -> AppAnswer.ok()))
 *         .withComponent("statestore", "state.in-memory", Map.of("keyPrefix", "none"));
 * }</pre>
 */
public final class MechaExtension
    implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(MechaExtension.class);

  private final TestSetup setup;

  /** As {@link MechaTest} on the class says. */
  public MechaExtension() {
    this("");
  }

  /**
   * @param appId the application's name
   */
  public MechaExtension(String appId) {
    this(TestSetup.of(appId));
  }

  private MechaExtension(TestSetup setup) {
    this.setup = setup;
  }

  /**
   * Adds a component.
   *
   * @param name in place of the default component if it is {@code statestore} or {@code pubsub}
   * @param type such as {@code state.in-memory}
   * @param metadata its fields
   * @return an extension with this component too
   */
  public MechaExtension withComponent(String name, String type, Map<String, String> metadata) {
    var items =
        metadata.entrySet().stream()
            .map(field -> MetadataItem.of(field.getKey(), field.getValue()))
            .toList();
    return new MechaExtension(setup.withComponent(ComponentResource.of(name, type, "v1", items)));
  }

  /**
   * Adds resource files: components, subscriptions, policies of resiliency. With them there are no
   * default components.
   *
   * @param folder with files as users write them
   * @return an extension with these resources too
   */
  public MechaExtension withResources(Path folder) {
    return new MechaExtension(setup.withResources(folder));
  }

  /**
   * Adds a resource.
   *
   * @param yaml as in a resource file; may be several documents
   * @return an extension with this resource too
   */
  public MechaExtension withResource(String yaml) {
    return new MechaExtension(setup.withText(yaml));
  }

  /**
   * Sets the application beside the sidecar.
   *
   * @param app started before the sidecar and ended behind it
   * @return an extension with this application
   */
  public MechaExtension withApp(TestApp app) {
    return new MechaExtension(setup.withApp(app));
  }

  /**
   * Sets where the application listens, if the test has one of its own.
   *
   * @param port of HTTP on the loopback interface; it may come up while the sidecar starts
   * @return an extension with this application
   */
  public MechaExtension withAppPort(int port) {
    return new MechaExtension(setup.withAppPort(port));
  }

  /**
   * Adds another application that can be called by its name: it stands beside a sidecar of its own
   * under the same clock, without components.
   *
   * @param appId its name
   * @param app started before the sidecars and ended behind them
   * @return an extension with this application too
   */
  public MechaExtension withOtherApp(String appId, TestApp app) {
    return new MechaExtension(setup.withOther(appId, app));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running(context);
  }

  /** Faults and recordings are a test's own; state and time go on. */
  @Override
  public void beforeEach(ExtensionContext context) throws InterruptedException {
    TestMode mode = running(context).mode();
    mode.faults().clear();
    mode.clock().advance(Duration.ZERO);
    mode.recordings().clear();
    if (setup.app() != null) {
      setup.app().forget();
    }
    setup.others().values().forEach(TestApp::forget);
  }

  /** JUnit closes it with the context of the class: that is when the sidecar ends. */
  private RunningSidecar running(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(this, extension -> start(context), RunningSidecar.class);
  }

  private RunningSidecar start(ExtensionContext context) {
    MechaTest annotation = context.getRequiredTestClass().getAnnotation(MechaTest.class);
    TestSetup all = setup;
    if (annotation != null) {
      for (String folder : annotation.resources()) {
        all = all.withResources(Path.of(folder));
      }
      if (annotation.appPort() != 0) {
        all = all.withAppPort(annotation.appPort());
      }
    }
    if (all.appId().isEmpty()) {
      all = all.withAppId(annotation == null ? "test" : annotation.appId());
    }
    return RunningSidecar.start(all.withDefaults(), new TestMode(new VirtualClock(Instant.EPOCH)));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return value(parameter, running(context)) != null;
  }

  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return value(parameter, running(context));
  }

  private @Nullable Object value(ParameterContext parameter, RunningSidecar running) {
    Class<?> type = parameter.getParameter().getType();
    return Stream.of(
            running.sidecar(),
            running.mode().clock(),
            running.mode().faults(),
            running.mode().recordings())
        .filter(type::isInstance)
        .filter(_ -> type != Object.class)
        .findFirst()
        .orElse(null);
  }
}
