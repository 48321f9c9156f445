package dev.mecha.block.state;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcExchange;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.protocol.common.v1.StateItem;
import dev.mecha.protocol.runtime.v1.BulkStateItem;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.DeleteBulkStateRequest;
import dev.mecha.protocol.runtime.v1.DeleteStateRequest;
import dev.mecha.protocol.runtime.v1.ExecuteStateTransactionRequest;
import dev.mecha.protocol.runtime.v1.GetBulkStateRequest;
import dev.mecha.protocol.runtime.v1.GetBulkStateResponse;
import dev.mecha.protocol.runtime.v1.GetStateRequest;
import dev.mecha.protocol.runtime.v1.GetStateResponse;
import dev.mecha.protocol.runtime.v1.QueryStateItem;
import dev.mecha.protocol.runtime.v1.QueryStateRequest;
import dev.mecha.protocol.runtime.v1.QueryStateResponse;
import dev.mecha.protocol.runtime.v1.SaveStateRequest;
import dev.mecha.protocol.runtime.v1.TransactionalStateOperation;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.Consistency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateValue;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;

/** The state API over gRPC. */
final class StateGrpc {

  private final StateService service;

  StateGrpc(StateService service) {
    this.service = service;
  }

  List<GrpcMethod<?, ?>> methods() {
    return List.of(
        method(DaprGrpc.getGetStateMethod(), "GetState", StateHttp.V1, this::get),
        method(DaprGrpc.getGetBulkStateMethod(), "GetBulkState", StateHttp.V1, this::bulkGet),
        method(DaprGrpc.getSaveStateMethod(), "SaveState", StateHttp.V1, this::save),
        method(DaprGrpc.getDeleteStateMethod(), "DeleteState", StateHttp.V1, this::delete),
        method(
            DaprGrpc.getDeleteBulkStateMethod(), "DeleteBulkState", StateHttp.V1, this::bulkDelete),
        method(
            DaprGrpc.getExecuteStateTransactionMethod(),
            "ExecuteStateTransaction",
            StateHttp.V1,
            this::transact),
        method(
            DaprGrpc.getQueryStateAlpha1Method(),
            "QueryStateAlpha1",
            StateHttp.V1_ALPHA1,
            this::query));
  }

  private static <Q, R> GrpcMethod<Q, R> method(
      MethodDescriptor<Q, R> descriptor,
      String name,
      ApiGroup group,
      GrpcMethod.Handler<Q, R> handler) {
    return new GrpcMethod<>(descriptor, Endpoint.of(name, group), handler);
  }

  private GetStateResponse get(GetStateRequest in, GrpcExchange exchange)
      throws InterruptedException {
    exchange.span().store("state", in.getStoreName());
    Consistency consistency = StateProto.consistency(in.getConsistencyValue());
    StateValue value =
        service.get(
            in.getStoreName(), new GetRequest(in.getKey(), consistency, in.getMetadataMap()));
    if (value == null) {
      return GetStateResponse.getDefaultInstance();
    }
    return GetStateResponse.newBuilder()
        .setData(ByteString.copyFrom(value.bytes()))
        .setEtag(StateProto.emptyIfNull(value.etag()))
        .putAllMetadata(value.metadata())
        .build();
  }

  private GetBulkStateResponse bulkGet(GetBulkStateRequest in, GrpcExchange exchange)
      throws InterruptedException {
    var requests =
        in.getKeysList().stream()
            .map(key -> new GetRequest(key, Consistency.UNSPECIFIED, in.getMetadataMap()))
            .toList();
    var out = GetBulkStateResponse.newBuilder();
    for (BulkItem item : service.bulkGet(in.getStoreName(), requests, in.getParallelism())) {
      var found = BulkStateItem.newBuilder().setKey(item.key());
      StateValue value = item.value();
      if (value != null) {
        found
            .setData(ByteString.copyFrom(value.bytes()))
            .setEtag(StateProto.emptyIfNull(value.etag()))
            .putAllMetadata(value.metadata());
      }
      out.addItems(found.setError(StateProto.emptyIfNull(item.error())));
    }
    return out.build();
  }

  private Empty save(SaveStateRequest in, GrpcExchange exchange) throws InterruptedException {
    exchange.span().store("state", in.getStoreName());
    service.requireStore(in.getStoreName());
    var requests = new ArrayList<SetRequest>(in.getStatesCount());
    for (StateItem item : in.getStatesList()) {
      if (item.getKey().isEmpty()) {
        throw StateErrors.emptyKey().asException();
      }
      requests.add(StateProto.set(item));
    }
    service.save(in.getStoreName(), requests);
    return Empty.getDefaultInstance();
  }

  private Empty delete(DeleteStateRequest in, GrpcExchange exchange) throws InterruptedException {
    exchange.span().store("state", in.getStoreName());
    service.delete(
        in.getStoreName(),
        new DeleteRequest(
            in.getKey(),
            in.hasEtag() ? StateOptions.etag(in.getEtag().getValue()) : null,
            StateProto.concurrency(in.getOptions().getConcurrencyValue()),
            StateProto.consistency(in.getOptions().getConsistencyValue()),
            in.getMetadataMap()));
    return Empty.getDefaultInstance();
  }

  private Empty bulkDelete(DeleteBulkStateRequest in, GrpcExchange exchange)
      throws InterruptedException {
    service.bulkDelete(
        in.getStoreName(), in.getStatesList().stream().map(StateProto::delete).toList());
    return Empty.getDefaultInstance();
  }

  private Empty transact(ExecuteStateTransactionRequest in, GrpcExchange exchange)
      throws InterruptedException {
    service.requireTransactions(in.getStoreName());
    var operations = new ArrayList<StateOperation>(in.getOperationsCount());
    for (TransactionalStateOperation operation : in.getOperationsList()) {
      operations.add(
          switch (operation.getOperationType()) {
            case "upsert" -> StateProto.set(operation.getRequest());
            case "delete" -> StateProto.delete(operation.getRequest());
            default ->
                throw StateErrors.operationNotSupported(operation.getOperationType(), 500)
                    .asException();
          });
    }
    service.transact(in.getStoreName(), operations, in.getMetadataMap(), exchange.trace());
    return Empty.getDefaultInstance();
  }

  private QueryStateResponse query(QueryStateRequest in, GrpcExchange exchange)
      throws InterruptedException {
    QueryResult result =
        service.query(in.getStoreName(), in.getQueryBytes().toByteArray(), in.getMetadataMap());
    var out =
        QueryStateResponse.newBuilder()
            .setToken(StateProto.emptyIfNull(result.token()))
            .putAllMetadata(result.metadata());
    for (BulkItem item : result.items()) {
      var found = QueryStateItem.newBuilder().setKey(item.key());
      StateValue value = item.value();
      if (value != null) {
        found
            .setData(ByteString.copyFrom(value.bytes()))
            .setEtag(StateProto.emptyIfNull(value.etag()));
      }
      out.addResults(found.setError(StateProto.emptyIfNull(item.error())));
    }
    return out.build();
  }
}
