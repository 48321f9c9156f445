package dev.mecha.pluggable.server;

import com.google.protobuf.UnsafeByteOperations;
import dev.mecha.protocol.components.v1.BulkStateItem;
import dev.mecha.protocol.components.v1.DeleteRequest;
import dev.mecha.protocol.components.v1.Etag;
import dev.mecha.protocol.components.v1.GetRequest;
import dev.mecha.protocol.components.v1.GetResponse;
import dev.mecha.protocol.components.v1.SetRequest;
import dev.mecha.protocol.components.v1.StateOptions;
import dev.mecha.protocol.components.v1.TransactionalStateOperation;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.Consistency;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.ValueEncoding;
import org.jspecify.annotations.Nullable;

/** Messages as requests of the state SPI, and answers back. */
final class StateRequests {

  private static final String JSON = "application/json";

  private StateRequests() {}

  static dev.mecha.spi.state.GetRequest get(GetRequest message) {
    return new dev.mecha.spi.state.GetRequest(
        message.getKey(), consistency(message.getConsistency()), message.getMetadataMap());
  }

  static dev.mecha.spi.state.SetRequest set(SetRequest message) {
    return new dev.mecha.spi.state.SetRequest(
        message.getKey(),
        message.getValue().toByteArray(),
        message.getContentType().startsWith(JSON) ? ValueEncoding.JSON : ValueEncoding.BINARY,
        message.hasEtag() ? Texts.orNull(message.getEtag().getValue()) : null,
        concurrency(message.getOptions().getConcurrency()),
        consistency(message.getOptions().getConsistency()),
        message.getMetadataMap(),
        Texts.orNull(message.getContentType()));
  }

  static dev.mecha.spi.state.DeleteRequest delete(DeleteRequest message) {
    return new dev.mecha.spi.state.DeleteRequest(
        message.getKey(),
        message.hasEtag() ? Texts.orNull(message.getEtag().getValue()) : null,
        concurrency(message.getOptions().getConcurrency()),
        consistency(message.getOptions().getConsistency()),
        message.getMetadataMap());
  }

  static StateOperation operation(TransactionalStateOperation message) {
    return switch (message.getRequestCase()) {
      case SET -> set(message.getSet());
      case DELETE -> delete(message.getDelete());
      case REQUEST_NOT_SET ->
          throw new ComponentException("an operation is neither a set nor a delete");
    };
  }

  private static Concurrency concurrency(StateOptions.StateConcurrency concurrency) {
    return concurrency == StateOptions.StateConcurrency.CONCURRENCY_FIRST_WRITE
        ? Concurrency.FIRST_WRITE
        : Concurrency.LAST_WRITE;
  }

  private static Consistency consistency(StateOptions.StateConsistency consistency) {
    return switch (consistency) {
      case CONSISTENCY_EVENTUAL -> Consistency.EVENTUAL;
      case CONSISTENCY_STRONG -> Consistency.STRONG;
      case CONSISTENCY_UNSPECIFIED, UNRECOGNIZED -> Consistency.UNSPECIFIED;
    };
  }

  static GetResponse response(@Nullable StateValue value) {
    var response = GetResponse.newBuilder();
    if (value != null) {
      response
          .setData(UnsafeByteOperations.unsafeWrap(value.bytes()))
          .putAllMetadata(value.metadata());
      if (value.etag() != null) {
        response.setEtag(Etag.newBuilder().setValue(value.etag()));
      }
    }
    return response.build();
  }

  static BulkStateItem item(BulkItem item) {
    var message = BulkStateItem.newBuilder().setKey(item.key());
    if (item.error() != null) {
      message.setError(item.error());
    }
    StateValue value = item.value();
    if (value != null) {
      message
          .setData(UnsafeByteOperations.unsafeWrap(value.bytes()))
          .putAllMetadata(value.metadata());
      if (value.etag() != null) {
        message.setEtag(Etag.newBuilder().setValue(value.etag()));
      }
    }
    return message.build();
  }
}
