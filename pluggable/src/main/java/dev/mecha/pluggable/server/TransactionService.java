package dev.mecha.pluggable.server;

import dev.mecha.protocol.components.v1.TransactionalStateRequest;
import dev.mecha.protocol.components.v1.TransactionalStateResponse;
import dev.mecha.protocol.components.v1.TransactionalStateStoreGrpc;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateStore;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Serves the transactions of state stores. */
final class TransactionService extends TransactionalStateStoreGrpc.TransactionalStateStoreImplBase {

  private final Instances<StateStore> stores;

  TransactionService(Instances<StateStore> stores) {
    this.stores = stores;
  }

  @Override
  public void transact(
      TransactionalStateRequest request, StreamObserver<TransactionalStateResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          List<StateOperation> operations =
              request.getOperationsList().stream().map(StateRequests::operation).toList();
          stores.get(name).transact(operations, request.getMetadataMap());
          return TransactionalStateResponse.getDefaultInstance();
        });
  }
}
