package dev.mecha.component.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.tck.ComponentContexts;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores for tests, and the shortest way to use them. */
final class Stores {

  private Stores() {}

  /**
   * @param host of the server
   * @param fields names and values in turn
   * @return a connected store
   */
  static StateStore open(String host, String... fields) throws InterruptedException {
    return new RedisStateStore.Provider().create(context(host, fields));
  }

  static ComponentContext context(String host, String... fields) {
    Map<String, String> metadata = new HashMap<>();
    metadata.put("redisHost", host);
    for (int i = 0; i < fields.length; i += 2) {
      metadata.put(fields[i], fields[i + 1]);
    }
    return ComponentContexts.of("state.redis", Path.of("unused")).metadata(metadata).context();
  }

  static SetRequest put(String key, String value) {
    return SetRequest.of(key, value.getBytes(UTF_8));
  }

  static @Nullable String text(StateStore store, String key) throws InterruptedException {
    StateValue value = store.get(GetRequest.of(key));
    return value == null ? null : new String(value.bytes(), UTF_8);
  }

  /** All messages of a failure and its causes. */
  static String messages(Throwable failure) {
    var all = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      all.append(cause).append('\n');
      for (Throwable suppressed : cause.getSuppressed()) {
        all.append(suppressed).append('\n');
      }
    }
    return all.toString();
  }
}
