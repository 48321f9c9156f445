package dev.mecha.component.jetstream;

import dev.mecha.component.support.OwnThread;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code state.jetstream}: state in a bucket of NATS JetStream, which somebody has to have made. A
 * value's ETag is its revision in the bucket.
 */
public final class JetStreamStateStore implements StateStore {

  private static final int WRONG_REVISION = 10071;

  private final String name;
  private final Server server;
  private final KeyValue bucket;
  private volatile boolean closed;

  /** Makes {@code state.jetstream}. */
  public static final class Provider implements ComponentProvider<StateStore> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<StateStore> kind() {
      return StateStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("state.jetstream");
    }

    @Override
    public StateStore create(ComponentContext context) throws InterruptedException {
      var settings = ServerSettings.of(context.metadata(), "dapr.io - statestore.jetstream");
      String bucket = context.metadata().property("bucket").required();
      var server = new Server(settings, () -> {});
      try {
        return new JetStreamStateStore(context.name(), server, server.bucket(bucket));
      } catch (ComponentException | InterruptedException e) {
        server.close();
        throw e;
      }
    }
  }

  JetStreamStateStore(String name, Server server, KeyValue bucket) {
    this.name = name;
    this.server = server;
    this.bucket = bucket;
  }

  @Override
  public Set<StateFeature> features() {
    return Set.of(StateFeature.ETAG);
  }

  @Override
  public void ping() throws InterruptedException {
    requireOpen();
    server.ping();
  }

  @Override
  public @Nullable StateValue get(GetRequest request) throws InterruptedException {
    @Nullable KeyValueEntry entry =
        this.<@Nullable KeyValueEntry>ask(() -> bucket.get(BucketKey.of(request.key())));
    if (entry == null) {
      return null;
    }
    byte[] value = entry.getValue();
    return new StateValue(
        value == null ? new byte[0] : value, String.valueOf(entry.getRevision()), Map.of());
  }

  @Override
  public void set(SetRequest request) throws InterruptedException {
    String key = BucketKey.of(request.key());
    String etag = request.etag();
    if (etag != null) {
      long revision = revision(etag);
      change(request.key(), () -> bucket.update(key, request.value(), revision));
    } else if (request.concurrency() == Concurrency.FIRST_WRITE) {
      change(request.key(), () -> bucket.create(key, request.value()));
    } else {
      ask(() -> bucket.put(key, request.value()));
    }
  }

  @Override
  public void delete(DeleteRequest request) throws InterruptedException {
    String key = BucketKey.of(request.key());
    String etag = request.etag();
    long revision = etag == null ? 0 : revision(etag);
    change(
        request.key(),
        () -> {
          if (etag == null) {
            bucket.delete(key);
          } else {
            bucket.delete(key, revision);
          }
          return revision;
        });
  }

  /** 0 stands for no revision. */
  private static long revision(String etag) {
    try {
      long revision = Long.parseLong(etag);
      if (revision > 0) {
        return revision;
      }
    } catch (NumberFormatException e) {
      throw ETagException.invalid(etag);
    }
    throw ETagException.invalid(etag);
  }

  private void change(String key, Server.Call<Long> call) throws InterruptedException {
    try {
      ask(call);
    } catch (ComponentException e) {
      if (e.getCause() instanceof JetStreamApiException api
          && api.getApiErrorCode() == WRONG_REVISION) {
        throw ETagException.mismatch(key);
      }
      throw e;
    }
  }

  private <T extends @Nullable Object> T ask(Server.Call<T> call) throws InterruptedException {
    requireOpen();
    return OwnThread.call("jetstream-state", () -> server.call(call));
  }

  private void requireOpen() {
    if (closed) {
      throw new ComponentException("state store " + name + " is closed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      server.close();
    }
  }
}
