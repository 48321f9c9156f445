package dev.mecha.pluggable.server;

import dev.mecha.protocol.components.v1.BulkDeleteRequest;
import dev.mecha.protocol.components.v1.BulkDeleteResponse;
import dev.mecha.protocol.components.v1.BulkGetRequest;
import dev.mecha.protocol.components.v1.BulkGetResponse;
import dev.mecha.protocol.components.v1.BulkSetRequest;
import dev.mecha.protocol.components.v1.BulkSetResponse;
import dev.mecha.protocol.components.v1.DeleteRequest;
import dev.mecha.protocol.components.v1.DeleteResponse;
import dev.mecha.protocol.components.v1.FeaturesRequest;
import dev.mecha.protocol.components.v1.FeaturesResponse;
import dev.mecha.protocol.components.v1.GetRequest;
import dev.mecha.protocol.components.v1.GetResponse;
import dev.mecha.protocol.components.v1.InitRequest;
import dev.mecha.protocol.components.v1.InitResponse;
import dev.mecha.protocol.components.v1.PingRequest;
import dev.mecha.protocol.components.v1.PingResponse;
import dev.mecha.protocol.components.v1.SetRequest;
import dev.mecha.protocol.components.v1.SetResponse;
import dev.mecha.protocol.components.v1.StateStoreGrpc;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import io.grpc.stub.StreamObserver;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Serves state stores: everything but transactions and queries. */
final class StateStoreService extends StateStoreGrpc.StateStoreImplBase {

  /** What a store can do and this form of it cannot is not offered. */
  private static final Set<StateFeature> OFFERED =
      EnumSet.of(
          StateFeature.ETAG,
          StateFeature.QUERY,
          StateFeature.TRANSACTIONAL,
          StateFeature.TTL,
          StateFeature.PARTITION_KEY);

  private final Instances<StateStore> stores;

  StateStoreService(Instances<StateStore> stores) {
    this.stores = stores;
  }

  @Override
  public void init(InitRequest request, StreamObserver<InitResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          stores.init(name, request.getMetadata().getPropertiesMap());
          return InitResponse.getDefaultInstance();
        });
  }

  @Override
  public void features(FeaturesRequest request, StreamObserver<FeaturesResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          List<String> labels =
              stores.get(name).features().stream()
                  .filter(OFFERED::contains)
                  .sorted()
                  .map(StateFeature::label)
                  .toList();
          return FeaturesResponse.newBuilder().addAllFeatures(labels).build();
        });
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller, () -> StateRequests.response(stores.get(name).get(StateRequests.get(request))));
  }

  @Override
  public void bulkGet(BulkGetRequest request, StreamObserver<BulkGetResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          var items =
              stores
                  .get(name)
                  .bulkGet(request.getItemsList().stream().map(StateRequests::get).toList());
          return BulkGetResponse.newBuilder()
              .addAllItems(items.stream().map(StateRequests::item).toList())
              .build();
        });
  }

  @Override
  public void set(SetRequest request, StreamObserver<SetResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          stores.get(name).set(StateRequests.set(request));
          return SetResponse.getDefaultInstance();
        });
  }

  @Override
  public void bulkSet(BulkSetRequest request, StreamObserver<BulkSetResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          stores
              .get(name)
              .bulkWrite(request.getItemsList().stream().map(StateRequests::set).toList());
          return BulkSetResponse.getDefaultInstance();
        });
  }

  @Override
  public void delete(DeleteRequest request, StreamObserver<DeleteResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          stores.get(name).delete(StateRequests.delete(request));
          return DeleteResponse.getDefaultInstance();
        });
  }

  @Override
  public void bulkDelete(BulkDeleteRequest request, StreamObserver<BulkDeleteResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          stores
              .get(name)
              .bulkWrite(request.getItemsList().stream().map(StateRequests::delete).toList());
          return BulkDeleteResponse.getDefaultInstance();
        });
  }

  @Override
  public void ping(PingRequest request, StreamObserver<PingResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          stores.get(name).ping();
          return PingResponse.getDefaultInstance();
        });
  }
}
