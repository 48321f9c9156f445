package dev.mecha.junit;

import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.resource.MetadataItem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
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
 *     new MechaExtension("orders").withComponent("statestore", "state.in-memory", Map.of("keyPrefix", "none"));
 * }</pre>
 */
public final class MechaExtension implements BeforeAllCallback, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(MechaExtension.class);
  private static final String STATE_STORE = "statestore";

  private final String appId;
  private final List<ComponentResource> components;
  private final List<Path> resources;

  /** As {@link MechaTest} on the class says. */
  public MechaExtension() {
    this("", List.of(), List.of());
  }

  /**
   * @param appId the application's name
   */
  public MechaExtension(String appId) {
    this(appId, List.of(), List.of());
  }

  private MechaExtension(String appId, List<ComponentResource> components, List<Path> resources) {
    this.appId = appId;
    this.components = components;
    this.resources = resources;
  }

  /**
   * Adds a component.
   *
   * @param name in place of the default component if it is {@code statestore}
   * @param type such as {@code state.in-memory}
   * @param metadata its fields
   * @return an extension with this component too
   */
  public MechaExtension withComponent(String name, String type, Map<String, String> metadata) {
    var items =
        metadata.entrySet().stream()
            .map(field -> MetadataItem.of(field.getKey(), field.getValue()))
            .toList();
    var all = new ArrayList<>(components);
    all.add(ComponentResource.of(name, type, "v1", items));
    return new MechaExtension(appId, List.copyOf(all), resources);
  }

  /**
   * Adds resource files.
   *
   * @param folder with files as users write them
   * @return an extension with these resources too
   */
  public MechaExtension withResources(Path folder) {
    var all = new ArrayList<>(resources);
    all.add(folder);
    return new MechaExtension(appId, components, List.copyOf(all));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running(context);
  }

  /** JUnit closes it with the context of the class: that is when the sidecar ends. */
  private RunningSidecar running(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(this, extension -> start(context), RunningSidecar.class);
  }

  private RunningSidecar start(ExtensionContext context) {
    MechaTest annotation = context.getRequiredTestClass().getAnnotation(MechaTest.class);
    var folders = new ArrayList<>(resources);
    if (annotation != null) {
      Arrays.stream(annotation.resources()).map(Path::of).forEach(folders::add);
    }
    String name = !appId.isEmpty() ? appId : annotation != null ? annotation.appId() : "test";
    var all = new ArrayList<>(components);
    if (folders.isEmpty() && all.stream().noneMatch(c -> c.name().equals(STATE_STORE))) {
      all.add(ComponentResource.of(STATE_STORE, "state.in-memory", "v1", List.of()));
    }
    return RunningSidecar.start(name, all, folders, new VirtualClock(Instant.EPOCH));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == TestSidecar.class || type == VirtualClock.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    RunningSidecar running = running(context);
    return parameter.getParameter().getType() == VirtualClock.class
        ? running.clock()
        : running.sidecar();
  }
}
