package dev.mecha.kernel.registry;

import dev.mecha.kernel.resource.ComponentResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Components that are held back until the secret store that they need is there. Not thread-safe.
 */
final class WaitingComponents {

  /**
   * @param resource the component
   * @param secretStore what it waits for
   */
  record Waiting(ComponentResource resource, String secretStore) {}

  private final Map<String, Waiting> byName = new LinkedHashMap<>();

  void add(ComponentResource resource, String secretStore) {
    byName.put(resource.name(), new Waiting(resource, secretStore));
  }

  void remove(String name) {
    byName.remove(name);
  }

  /** Hands out, once, those that waited for a store. */
  List<ComponentResource> takeThoseFor(String secretStore) {
    var ready = new ArrayList<ComponentResource>();
    for (Waiting waiting : List.copyOf(byName.values())) {
      if (waiting.secretStore().equals(secretStore)) {
        byName.remove(waiting.resource().name());
        ready.add(waiting.resource());
      }
    }
    return ready;
  }

  List<Waiting> all() {
    return List.copyOf(byName.values());
  }
}
