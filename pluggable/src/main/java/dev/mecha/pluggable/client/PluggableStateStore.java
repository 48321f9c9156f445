package dev.mecha.pluggable.client;

import dev.mecha.protocol.components.v1.BulkDeleteRequest;
import dev.mecha.protocol.components.v1.BulkGetRequest;
import dev.mecha.protocol.components.v1.BulkSetRequest;
import dev.mecha.protocol.components.v1.FeaturesRequest;
import dev.mecha.protocol.components.v1.GetResponse;
import dev.mecha.protocol.components.v1.InitRequest;
import dev.mecha.protocol.components.v1.MetadataRequest;
import dev.mecha.protocol.components.v1.MultiMaxSizeRequest;
import dev.mecha.protocol.components.v1.PingRequest;
import dev.mecha.protocol.components.v1.QueriableStateStoreGrpc;
import dev.mecha.protocol.components.v1.StateStoreGrpc;
import dev.mecha.protocol.components.v1.TransactionalStateRequest;
import dev.mecha.protocol.components.v1.TransactionalStateStoreGrpc;
import dev.mecha.protocol.components.v1.TransactionalStoreMultiMaxSizeGrpc;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A state store in another process. */
final class PluggableStateStore implements StateStore {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.pluggable");

  private static final int UNKNOWN = -1;

  private final Connection connection;
  private final Set<StateFeature> features;

  /** Asked when it is wanted for the first time: not every component knows the question. */
  private volatile int maxTransactionOperations = UNKNOWN;

  private PluggableStateStore(Connection connection, Set<StateFeature> features) {
    this.connection = connection;
    this.features = features;
  }

  /**
   * @param queries whether the process answers queries, whatever the store says of itself
   */
  static StateStore connect(ManagedChannel channel, ComponentContext context, boolean queries)
      throws InterruptedException {
    var init =
        InitRequest.newBuilder()
            .setMetadata(MetadataRequest.newBuilder().putAllProperties(context.metadata().asMap()))
            .build();
    Connection connection =
        Connection.open(channel, way -> StateStoreGrpc.newBlockingStub(way).init(init));
    try {
      Set<StateFeature> features = features(connection);
      if (queries) {
        features.add(StateFeature.QUERY);
      }
      return new PluggableStateStore(connection, features);
    } catch (InterruptedException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** What this side has no call for is not offered either. */
  private static Set<StateFeature> features(Connection connection) throws InterruptedException {
    var offered =
        connection.call(StateStoreGrpc.getFeaturesMethod(), FeaturesRequest.getDefaultInstance());
    Set<StateFeature> features = EnumSet.of(StateFeature.BULK_GET);
    for (StateFeature feature : StateFeature.values()) {
      if (offered.getFeaturesList().contains(feature.label())) {
        features.add(feature);
      }
    }
    features.remove(StateFeature.DELETE_WITH_PREFIX);
    features.remove(StateFeature.KEYS_LIKE);
    return features;
  }

  private static boolean unimplemented(ComponentException e) {
    return e.getCause() instanceof StatusRuntimeException status
        && status.getStatus().getCode() == Status.Code.UNIMPLEMENTED;
  }

  @Override
  public Set<StateFeature> features() {
    return features;
  }

  @Override
  public int maxTransactionOperations() {
    int most = maxTransactionOperations;
    if (most == UNKNOWN) {
      most = askForMost();
      maxTransactionOperations = most;
    }
    return most;
  }

  /** A component that cannot say has no limit: what is too much for it, it refuses. */
  private int askForMost() {
    try {
      long most =
          connection
              .call(
                  TransactionalStoreMultiMaxSizeGrpc.getMultiMaxSizeMethod(),
                  MultiMaxSizeRequest.getDefaultInstance())
              .getMaxSize();
      return Math.clamp(most, 0, Integer.MAX_VALUE);
    } catch (ComponentException e) {
      LOG.debug("the size of transactions is not known", e);
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  @Override
  public @Nullable StateValue get(GetRequest request) throws InterruptedException {
    GetResponse found = connection.call(StateStoreGrpc.getGetMethod(), StateMessages.get(request));
    return StateMessages.value(
        found.getData(), found.hasEtag() ? found.getEtag() : null, found.getMetadataMap());
  }

  @Override
  public List<BulkItem> bulkGet(List<GetRequest> requests) throws InterruptedException {
    var message = BulkGetRequest.newBuilder();
    requests.forEach(request -> message.addItems(StateMessages.get(request)));
    try {
      return connection
          .call(StateStoreGrpc.getBulkGetMethod(), message.build())
          .getItemsList()
          .stream()
          .map(
              item ->
                  StateMessages.item(
                      item.getKey(),
                      StateMessages.value(
                          item.getData(),
                          item.hasEtag() ? item.getEtag() : null,
                          item.getMetadataMap()),
                      item.getError()))
          .toList();
    } catch (ComponentException e) {
      if (unimplemented(e)) {
        return StateStore.super.bulkGet(requests);
      }
      throw e;
    }
  }

  @Override
  public void set(SetRequest request) throws InterruptedException {
    connection.call(
        StateStoreGrpc.getSetMethod(), StateMessages.set(request), e -> failure(e, request));
  }

  @Override
  public void delete(DeleteRequest request) throws InterruptedException {
    connection.call(
        StateStoreGrpc.getDeleteMethod(), StateMessages.delete(request), e -> failure(e, request));
  }

  private static ComponentException failure(StatusRuntimeException e, StateOperation operation) {
    return Failures.ofWrite(
        e,
        operation.key(),
        Objects.requireNonNullElse(operation.etag(), ""),
        operation.metadata().getOrDefault(TimeToLive.IN_SECONDS, ""));
  }

  /**
   * In one exchange where that can be told apart afterwards: a component says of several writes
   * only that one of them failed, so that writes with conditions are made one by one.
   */
  @Override
  public void bulkWrite(List<? extends StateOperation> operations) throws InterruptedException {
    boolean conditional =
        operations.size() < 2 || operations.stream().anyMatch(PluggableStateStore::mayBeRefused);
    try {
      if (!conditional && operations.stream().allMatch(SetRequest.class::isInstance)) {
        setAll(operations);
        return;
      }
      if (!conditional && operations.stream().allMatch(DeleteRequest.class::isInstance)) {
        deleteAll(operations);
        return;
      }
    } catch (ComponentException e) {
      if (!unimplemented(e)) {
        throw e;
      }
    }
    StateStore.super.bulkWrite(operations);
  }

  private static boolean mayBeRefused(StateOperation operation) {
    return operation.etag() != null
        || operation.concurrency() == Concurrency.FIRST_WRITE
        || operation.metadata().containsKey(TimeToLive.IN_SECONDS);
  }

  private void setAll(List<? extends StateOperation> operations) throws InterruptedException {
    var message = BulkSetRequest.newBuilder();
    operations.forEach(operation -> message.addItems(StateMessages.operation(operation).getSet()));
    connection.call(StateStoreGrpc.getBulkSetMethod(), message.build());
  }

  private void deleteAll(List<? extends StateOperation> operations) throws InterruptedException {
    var message = BulkDeleteRequest.newBuilder();
    operations.forEach(
        operation -> message.addItems(StateMessages.operation(operation).getDelete()));
    connection.call(StateStoreGrpc.getBulkDeleteMethod(), message.build());
  }

  @Override
  public void transact(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    var message = TransactionalStateRequest.newBuilder().putAllMetadata(metadata);
    operations.forEach(operation -> message.addOperations(StateMessages.operation(operation)));
    connection.call(
        TransactionalStateStoreGrpc.getTransactMethod(),
        message.build(),
        e -> failure(e, operations.getFirst()));
  }

  @Override
  public QueryResult query(StateQuery query, Map<String, String> metadata)
      throws InterruptedException {
    var found =
        connection.call(
            QueriableStateStoreGrpc.getQueryMethod(), QueryMessages.request(query, metadata));
    List<BulkItem> items =
        found.getItemsList().stream()
            .map(
                item ->
                    StateMessages.item(
                        item.getKey(),
                        StateMessages.value(
                            item.getData(), item.hasEtag() ? item.getEtag() : null, Map.of()),
                        item.getError()))
            .toList();
    String token = found.getToken();
    return new QueryResult(items, token.isEmpty() ? null : token, found.getMetadataMap());
  }

  @Override
  public void ping() throws InterruptedException {
    connection.call(StateStoreGrpc.getPingMethod(), PingRequest.getDefaultInstance());
  }

  @Override
  public void close() {
    connection.close();
  }
}
