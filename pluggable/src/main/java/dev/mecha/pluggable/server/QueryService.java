package dev.mecha.pluggable.server;

import com.google.protobuf.UnsafeByteOperations;
import dev.mecha.protocol.components.v1.Etag;
import dev.mecha.protocol.components.v1.QueriableStateStoreGrpc;
import dev.mecha.protocol.components.v1.QueryItem;
import dev.mecha.protocol.components.v1.QueryRequest;
import dev.mecha.protocol.components.v1.QueryResponse;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import io.grpc.stub.StreamObserver;

/** Serves the queries of state stores, of those that have any. */
final class QueryService extends QueriableStateStoreGrpc.QueriableStateStoreImplBase {

  private final Instances<StateStore> stores;

  QueryService(Instances<StateStore> stores) {
    this.stores = stores;
  }

  @Override
  public void query(QueryRequest request, StreamObserver<QueryResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          StateStore store = stores.get(name);
          if (!store.features().contains(StateFeature.QUERY)) {
            throw new UnsupportedOperationException("the state store has no queries");
          }
          return response(
              store.query(QueryReader.query(request.getQuery()), request.getMetadataMap()));
        });
  }

  private static QueryResponse response(QueryResult result) {
    var message = QueryResponse.newBuilder().putAllMetadata(result.metadata());
    if (result.token() != null) {
      message.setToken(result.token());
    }
    result.items().forEach(item -> message.addItems(item(item)));
    return message.build();
  }

  private static QueryItem item(BulkItem item) {
    var message = QueryItem.newBuilder().setKey(item.key());
    if (item.error() != null) {
      message.setError(item.error());
    }
    StateValue value = item.value();
    if (value != null) {
      message.setData(UnsafeByteOperations.unsafeWrap(value.bytes()));
      if (value.etag() != null) {
        message.setEtag(Etag.newBuilder().setValue(value.etag()));
      }
    }
    return message.build();
  }
}
