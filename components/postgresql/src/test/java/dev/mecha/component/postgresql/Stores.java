package dev.mecha.component.postgresql;

import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.ValueEncoding;
import dev.mecha.tck.ComponentContexts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shorthands of the tests. */
final class Stores {

  private Stores() {}

  /** Opens a store with all rights; further fields go over those that say where. */
  static StateStore open(String database, String version, String... fields)
      throws InterruptedException {
    return open(PostgresServer.shared().metadata(database), version, fields);
  }

  static StateStore open(Map<String, String> metadata, String version, String... fields)
      throws InterruptedException {
    var all = new HashMap<>(metadata);
    for (int i = 0; i < fields.length; i += 2) {
      all.put(fields[i], fields[i + 1]);
    }
    return new PostgresStateStore.Provider(Map.of())
        .create(
            ComponentContexts.of("state.postgresql", Path.of("unused"))
                .version(version)
                .metadata(all)
                .context());
  }

  static void put(StateStore store, String key, String value) throws InterruptedException {
    store.set(SetRequest.of(key, value.getBytes(StandardCharsets.UTF_8)));
  }

  static void putJson(StateStore store, String key, String json) throws InterruptedException {
    store.set(
        SetRequest.of(key, new byte[0])
            .withValue(json.getBytes(StandardCharsets.UTF_8), ValueEncoding.JSON));
  }

  static @Nullable String text(StateStore store, String key) throws InterruptedException {
    StateValue value = store.get(GetRequest.of(key));
    return value == null ? null : new String(value.bytes(), StandardCharsets.UTF_8);
  }
}
