package dev.mecha.pluggable.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.mecha.protocol.components.v1.DeleteRequest;
import dev.mecha.protocol.components.v1.Etag;
import dev.mecha.protocol.components.v1.GetRequest;
import dev.mecha.protocol.components.v1.SetRequest;
import dev.mecha.protocol.components.v1.StateOptions;
import dev.mecha.protocol.components.v1.TransactionalStateOperation;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.Consistency;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests of the state SPI as messages, and answers back. */
final class StateMessages {

  private StateMessages() {}

  static GetRequest get(dev.mecha.spi.state.GetRequest request) {
    return GetRequest.newBuilder()
        .setKey(request.key())
        .setConsistency(consistency(request.consistency()))
        .putAllMetadata(request.metadata())
        .build();
  }

  static SetRequest set(dev.mecha.spi.state.SetRequest request) {
    var message =
        SetRequest.newBuilder()
            .setKey(request.key())
            .setValue(UnsafeByteOperations.unsafeWrap(request.value()))
            .setOptions(options(request))
            .putAllMetadata(request.metadata());
    if (request.etag() != null) {
      message.setEtag(Etag.newBuilder().setValue(request.etag()));
    }
    if (request.contentType() != null) {
      message.setContentType(request.contentType());
    }
    return message.build();
  }

  static DeleteRequest delete(dev.mecha.spi.state.DeleteRequest request) {
    var message =
        DeleteRequest.newBuilder()
            .setKey(request.key())
            .setOptions(options(request))
            .putAllMetadata(request.metadata());
    if (request.etag() != null) {
      message.setEtag(Etag.newBuilder().setValue(request.etag()));
    }
    return message.build();
  }

  static TransactionalStateOperation operation(StateOperation operation) {
    return switch (operation) {
      case dev.mecha.spi.state.SetRequest set ->
          TransactionalStateOperation.newBuilder().setSet(set(set)).build();
      case dev.mecha.spi.state.DeleteRequest delete ->
          TransactionalStateOperation.newBuilder().setDelete(delete(delete)).build();
    };
  }

  private static StateOptions options(StateOperation operation) {
    return StateOptions.newBuilder()
        .setConcurrency(
            operation.concurrency() == Concurrency.FIRST_WRITE
                ? StateOptions.StateConcurrency.CONCURRENCY_FIRST_WRITE
                : StateOptions.StateConcurrency.CONCURRENCY_LAST_WRITE)
        .setConsistency(consistency(operation.consistency()))
        .build();
  }

  private static StateOptions.StateConsistency consistency(Consistency consistency) {
    return switch (consistency) {
      case UNSPECIFIED -> StateOptions.StateConsistency.CONSISTENCY_UNSPECIFIED;
      case EVENTUAL -> StateOptions.StateConsistency.CONSISTENCY_EVENTUAL;
      case STRONG -> StateOptions.StateConsistency.CONSISTENCY_STRONG;
    };
  }

  /**
   * @param data the bytes of an answer
   * @param etag its version, or null
   * @param metadata of the answer
   * @return the value; null if the answer holds nothing, which says that there is none
   */
  static @Nullable StateValue value(
      ByteString data, @Nullable Etag etag, Map<String, String> metadata) {
    if (data.isEmpty() && etag == null) {
      return null;
    }
    return new StateValue(data.toByteArray(), etag == null ? null : etag.getValue(), metadata);
  }

  /**
   * @param key of the item
   * @param value what was found, or null
   * @param error why it could not be read; empty if it could
   * @return the item
   */
  static BulkItem item(String key, @Nullable StateValue value, String error) {
    return error.isEmpty() ? new BulkItem(key, value, null) : new BulkItem(key, null, error);
  }
}
