package dev.mecha.block.state;

import dev.mecha.block.json.Json;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.protocol.common.v1.StateItem;
import dev.mecha.protocol.common.v1.StateOptions.StateConcurrency;
import dev.mecha.protocol.common.v1.StateOptions.StateConsistency;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.Consistency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.ValueEncoding;
import org.jspecify.annotations.Nullable;

/**
 * Translates the messages of the state API. Enum numbers that are not known count as unspecified.
 */
final class StateProto {

  private static final String CONTENT_TYPE = "contentType";
  private static final String JSON = "application/json";

  private StateProto() {}

  static SetRequest set(StateItem item) {
    byte[] value = item.getValue().toByteArray();
    String contentType = item.getMetadataMap().get(CONTENT_TYPE);
    boolean json = JSON.equals(contentType);
    if (json && !Json.isValid(value)) {
      throw ApiError.malformed(
              "value of key " + item.getKey() + ": not JSON (expected: " + JSON + ")")
          .asException();
    }
    return new SetRequest(
        item.getKey(),
        value,
        json ? ValueEncoding.JSON : ValueEncoding.BINARY,
        etag(item),
        concurrency(item.getOptions().getConcurrencyValue()),
        consistency(item.getOptions().getConsistencyValue()),
        item.getMetadataMap(),
        contentType);
  }

  static DeleteRequest delete(StateItem item) {
    return new DeleteRequest(
        item.getKey(),
        etag(item),
        concurrency(item.getOptions().getConcurrencyValue()),
        consistency(item.getOptions().getConsistencyValue()),
        item.getMetadataMap());
  }

  private static @Nullable String etag(StateItem item) {
    return item.hasEtag() ? StateOptions.etag(item.getEtag().getValue()) : null;
  }

  static Concurrency concurrency(int number) {
    return number == StateConcurrency.CONCURRENCY_FIRST_WRITE_VALUE
        ? Concurrency.FIRST_WRITE
        : Concurrency.LAST_WRITE;
  }

  static Consistency consistency(int number) {
    return switch (number) {
      case StateConsistency.CONSISTENCY_EVENTUAL_VALUE -> Consistency.EVENTUAL;
      case StateConsistency.CONSISTENCY_STRONG_VALUE -> Consistency.STRONG;
      default -> Consistency.UNSPECIFIED;
    };
  }

  static String emptyIfNull(@Nullable String text) {
    return text == null ? "" : text;
  }
}
