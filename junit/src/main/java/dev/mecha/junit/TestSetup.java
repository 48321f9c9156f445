package dev.mecha.junit;

import dev.mecha.kernel.resource.ComponentResource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sidecar is started with in a test. Immutable.
 *
 * @param appId the application's name; empty for the annotation's
 * @param components those that are declared in code
 * @param resources folders of resource files
 * @param texts resources as YAML
 * @param app the application, or null if there is none in the test
 * @param appPort where an application of the test's own listens; 0 for none
 * @param others other applications by their names, each beside a sidecar of its own
 */
record TestSetup(
    String appId,
    List<ComponentResource> components,
    List<Path> resources,
    List<String> texts,
    @Nullable TestApp app,
    int appPort,
    Map<String, TestApp> others) {

  private static final List<ComponentResource> DEFAULTS =
      List.of(
          ComponentResource.of("statestore", "state.in-memory", "v1", List.of()),
          ComponentResource.of("pubsub", "pubsub.in-memory", "v1", List.of()));

  static TestSetup of(String appId) {
    return new TestSetup(appId, List.of(), List.of(), List.of(), null, 0, Map.of());
  }

  TestSetup withAppId(String name) {
    return new TestSetup(name, components, resources, texts, app, appPort, others);
  }

  TestSetup withComponents(List<ComponentResource> all) {
    return new TestSetup(appId, List.copyOf(all), resources, texts, app, appPort, others);
  }

  TestSetup withComponent(ComponentResource component) {
    var all = new ArrayList<>(components);
    all.add(component);
    return withComponents(all);
  }

  TestSetup withResources(Path folder) {
    var all = new ArrayList<>(resources);
    all.add(folder);
    return new TestSetup(appId, components, List.copyOf(all), texts, app, appPort, others);
  }

  TestSetup withText(String yaml) {
    var all = new ArrayList<>(texts);
    all.add(yaml);
    return new TestSetup(appId, components, resources, List.copyOf(all), app, appPort, others);
  }

  TestSetup withApp(TestApp application) {
    return new TestSetup(appId, components, resources, texts, application, 0, others);
  }

  TestSetup withAppPort(int port) {
    return new TestSetup(appId, components, resources, texts, null, port, others);
  }

  TestSetup withOther(String name, TestApp application) {
    var all = new HashMap<>(others);
    all.put(name, application);
    return new TestSetup(appId, components, resources, texts, app, appPort, Map.copyOf(all));
  }

  /** Without resource files there is a state store and a broker, unless they are declared. */
  TestSetup withDefaults() {
    if (!resources.isEmpty()) {
      return this;
    }
    var all = new ArrayList<>(components);
    for (ComponentResource each : DEFAULTS) {
      if (components.stream().noneMatch(one -> one.name().equals(each.name()))) {
        all.add(each);
      }
    }
    return withComponents(all);
  }
}
