package dev.mecha.component.redis;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Single values in Redis: written, read, removed and counted up under the keys that are asked. */
public final class RedisBinding implements OutputBinding {

  private static final byte[] NOTHING = {};
  private static final String TTL = "ttlInSeconds";

  private final Session session;

  /** Makes {@code bindings.redis}. */
  public static final class Provider implements ComponentProvider<Binding> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<Binding> kind() {
      return Binding.class;
    }

    @Override
    public List<String> types() {
      return List.of("bindings.redis");
    }

    @Override
    public Binding create(ComponentContext context) throws InterruptedException {
      RedisSettings settings = RedisSettings.of(context.metadata());
      return new RedisBinding(Session.open(settings, context.clock()));
    }
  }

  RedisBinding(Session session) {
    this.session = session;
  }

  /** The caller parks while the driver's own threads do the work. */
  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void ping() throws InterruptedException {
    session.ping();
  }

  @Override
  public List<String> operations() {
    return List.of("create", "delete", "get", "increment");
  }

  @Override
  public @Nullable BindingResponse invoke(BindingRequest request) throws InterruptedException {
    String key = request.metadata().getOrDefault("key", "");
    if (key.isEmpty()) {
      throw new ComponentException("redis binding: missing key in request metadata");
    }
    return switch (request.operation()) {
      case "create" -> create(key, request);
      case "delete" -> delete(key);
      case "get" -> get(key, "true".equals(request.metadata().get("delete")));
      case "increment" -> increment(key, request);
      default -> throw new ComponentException("invalid operation type: " + request.operation());
    };
  }

  /** Value and life span go together, so that no crash leaves a value that lives for ever. */
  private @Nullable BindingResponse create(String key, BindingRequest request)
      throws InterruptedException {
    SetArgs options = new SetArgs();
    timeToLive(request.metadata()).ifPresent(options::ex);
    session.write(server -> server.commands().set(key, request.data(), options));
    return null;
  }

  private @Nullable BindingResponse delete(String key) throws InterruptedException {
    session.write(server -> server.commands().del(key));
    return null;
  }

  private BindingResponse get(String key, boolean remove) throws InterruptedException {
    byte @Nullable [] value =
        remove
            ? session.write(server -> server.commands().getdel(key))
            : session.read(server -> server.commands().get(key));
    return BindingResponse.of(value == null ? NOTHING : value);
  }

  private @Nullable BindingResponse increment(String key, BindingRequest request)
      throws InterruptedException {
    Optional<Duration> life = timeToLive(request.metadata());
    session.write(server -> server.commands().incr(key));
    if (life.isPresent()) {
      session.write(server -> server.commands().expire(key, life.get()));
    }
    return null;
  }

  private static Optional<Duration> timeToLive(Map<String, String> metadata) {
    for (var entry : metadata.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(TTL) && !entry.getValue().isEmpty()) {
        return Optional.of(seconds(entry.getValue()));
      }
    }
    return Optional.empty();
  }

  private static Duration seconds(String text) {
    try {
      long seconds = Long.parseLong(text);
      if (seconds > 0) {
        return Duration.ofSeconds(seconds);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new ComponentException(TTL + ": \"" + text + "\" (expected: an integer >= 1)");
  }

  @Override
  public void close() {
    session.close();
  }
}
