package dev.mecha.pluggable.server;

import dev.mecha.protocol.components.v1.MultiMaxSizeRequest;
import dev.mecha.protocol.components.v1.MultiMaxSizeResponse;
import dev.mecha.protocol.components.v1.TransactionalStoreMultiMaxSizeGrpc;
import dev.mecha.spi.state.StateStore;
import io.grpc.stub.StreamObserver;

/** Says how large the transactions of state stores may be. */
final class TransactionSizeService
    extends TransactionalStoreMultiMaxSizeGrpc.TransactionalStoreMultiMaxSizeImplBase {

  /** The other side takes a size literally. */
  private static final long NO_LIMIT = -1;

  private final Instances<StateStore> stores;

  TransactionSizeService(Instances<StateStore> stores) {
    this.stores = stores;
  }

  @Override
  public void multiMaxSize(
      MultiMaxSizeRequest request, StreamObserver<MultiMaxSizeResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          int most = stores.get(name).maxTransactionOperations();
          return MultiMaxSizeResponse.newBuilder().setMaxSize(most == 0 ? NO_LIMIT : most).build();
        });
  }
}
