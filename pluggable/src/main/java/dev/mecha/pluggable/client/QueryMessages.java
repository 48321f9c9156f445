package dev.mecha.pluggable.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import dev.mecha.protocol.components.v1.Pagination;
import dev.mecha.protocol.components.v1.Query;
import dev.mecha.protocol.components.v1.QueryRequest;
import dev.mecha.protocol.components.v1.Sorting;
import dev.mecha.spi.state.StateQuery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Queries as messages: each operator of the first level has its operand beside it, as JSON. */
final class QueryMessages {

  private static final JsonFactory JSON = new JsonFactory();

  private QueryMessages() {}

  static QueryRequest request(StateQuery query, Map<String, String> metadata) {
    var message = Query.newBuilder();
    StateQuery.Filter filter = query.filter();
    if (filter != null) {
      message.putFilter(
          operator(filter), Any.newBuilder().setValue(json(json -> operand(json, filter))).build());
    }
    for (StateQuery.Sort sort : query.sort()) {
      message.addSort(
          Sorting.newBuilder()
              .setKey(sort.key())
              .setOrder(sort.descending() ? Sorting.Order.DESC : Sorting.Order.ASC));
    }
    var page = Pagination.newBuilder().setLimit(query.limit());
    if (query.token() != null) {
      page.setToken(query.token());
    }
    return QueryRequest.newBuilder()
        .setQuery(message.setPagination(page))
        .putAllMetadata(metadata)
        .build();
  }

  private static String operator(StateQuery.Filter filter) {
    return switch (filter) {
      case StateQuery.Compare compare -> compare.comparison().name();
      case StateQuery.In in -> "IN";
      case StateQuery.And and -> "AND";
      case StateQuery.Or or -> "OR";
    };
  }

  private static void operand(JsonGenerator json, StateQuery.Filter filter) throws IOException {
    switch (filter) {
      case StateQuery.Compare compare -> {
        json.writeStartObject();
        json.writeFieldName(compare.key());
        scalar(json, compare.value());
        json.writeEndObject();
      }
      case StateQuery.In in -> {
        json.writeStartObject();
        json.writeArrayFieldStart(in.key());
        for (Object value : in.values()) {
          scalar(json, value);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      case StateQuery.And and -> all(json, and.filters());
      case StateQuery.Or or -> all(json, or.filters());
    }
  }

  private static void all(JsonGenerator json, List<StateQuery.Filter> filters) throws IOException {
    json.writeStartArray();
    for (StateQuery.Filter filter : filters) {
      json.writeStartObject();
      json.writeFieldName(operator(filter));
      operand(json, filter);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void scalar(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Boolean truth -> json.writeBoolean(truth);
      case Number number -> json.writeNumber(number.toString());
      default -> json.writeString(value.toString());
    }
  }

  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  private static ByteString json(Writing writing) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot fail", e);
    }
    return ByteString.copyFrom(bytes.toByteArray());
  }
}
