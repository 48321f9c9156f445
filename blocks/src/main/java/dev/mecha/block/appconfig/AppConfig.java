package dev.mecha.block.appconfig;

import dev.mecha.block.json.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an application answers to {@code GET /dapr/config}. All of it is about the actors that it
 * hosts.
 *
 * @param actorTypes the types of actors
 * @param partitioned whether reminders are to be divided among partitions, which has no effect any
 *     more
 * @param partitionedTypes the types of which it says so apart from the others
 */
record AppConfig(List<String> actorTypes, boolean partitioned, List<String> partitionedTypes) {

  /**
   * @param body JSON
   * @return what it says
   * @throws dev.mecha.kernel.error.ApiException if it is not of that form
   */
  static AppConfig read(byte[] body) {
    return JsonReader.read(
        body,
        json -> {
          Scope all = scope(json, "configuration");
          var partitionedTypes = new ArrayList<String>();
          all.parts.stream()
              .filter(part -> part.partitions > 0)
              .forEach(part -> partitionedTypes.addAll(part.types));
          return new AppConfig(
              List.copyOf(all.types), all.partitions > 0, List.copyOf(partitionedTypes));
        });
  }

  /** The configuration of all types, or of some: the same fields mean the same in both. */
  private static final class Scope {
    private final List<String> types = new ArrayList<>();
    private final List<Scope> parts = new ArrayList<>();
    private int partitions;
  }

  private static Scope scope(JsonReader json, String what) throws IOException {
    var scope = new Scope();
    json.object(
        what,
        name -> {
          switch (name.toLowerCase(Locale.ROOT)) {
            case "entities" -> json.array(name, () -> scope.types.add(json.text(name)));
            case "entitiesconfig" -> json.array(name, () -> scope.parts.add(scope(json, name)));
            case "remindersstoragepartitions" -> scope.partitions = json.integer(name);
            default -> json.skip();
          }
        });
    return scope;
  }
}
