package dev.mecha.block.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import dev.mecha.block.json.Json;
import dev.mecha.block.json.JsonReader;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.Consistency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.ValueEncoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON forms of the state API. Unknown fields are skipped; metadata of the query goes over that
 * of the body.
 */
final class StateJson {

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  /**
   * A bulk read.
   *
   * @param requests one per key
   * @param parallelism 0 or less for no limit
   */
  record BulkGet(List<GetRequest> requests, int parallelism) {}

  /**
   * A transaction.
   *
   * @param operations in order
   * @param metadata of the whole
   */
  record Transaction(List<StateOperation> operations, Map<String, String> metadata) {}

  private StateJson() {}

  static List<SetRequest> saves(byte[] body, Map<String, String> queryMetadata) {
    return JsonReader.read(
        body,
        json -> {
          var requests = new ArrayList<SetRequest>();
          json.array(
              "body",
              () -> {
                var item = new Item();
                item.fill(json, "body[]");
                requests.add(item.set(queryMetadata));
              });
          return requests;
        });
  }

  static BulkGet bulkGet(byte[] body, Map<String, String> queryMetadata) {
    return JsonReader.read(
        body,
        json -> {
          var keys = new ArrayList<String>();
          var parallelism = new int[1];
          var metadata = new HashMap<String, String>();
          json.object(
              "body",
              field -> {
                switch (field) {
                  case "keys" -> json.array(field, () -> keys.add(json.text("keys[]")));
                  case "parallelism" -> parallelism[0] = json.integer(field);
                  case "metadata" -> metadata.putAll(json.texts(field));
                  default -> json.skip();
                }
              });
          metadata.putAll(queryMetadata);
          var requests =
              keys.stream()
                  .map(key -> new GetRequest(key, Consistency.UNSPECIFIED, Map.copyOf(metadata)))
                  .toList();
          return new BulkGet(requests, parallelism[0]);
        });
  }

  static Transaction transaction(byte[] body, Map<String, String> queryMetadata) {
    return JsonReader.read(
        body,
        json -> {
          var operations = new ArrayList<StateOperation>();
          var metadata = new HashMap<String, String>();
          json.object(
              "body",
              field -> {
                switch (field) {
                  case "operations" ->
                      json.array(field, () -> operations.add(operation(json, queryMetadata)));
                  case "metadata" -> metadata.putAll(json.texts(field));
                  default -> json.skip();
                }
              });
          metadata.putAll(queryMetadata);
          return new Transaction(operations, metadata);
        });
  }

  private static StateOperation operation(JsonReader json, Map<String, String> queryMetadata)
      throws IOException {
    var kind = new String[] {""};
    var item = new Item();
    json.object(
        "operations[]",
        field -> {
          switch (field) {
            case "operation" -> kind[0] = json.text(field);
            case "request" -> item.fill(json, field);
            default -> json.skip();
          }
        });
    return switch (kind[0]) {
      case "upsert" -> item.set(queryMetadata);
      case "delete" -> item.delete(queryMetadata);
      default -> throw StateErrors.operationNotSupported(kind[0], 400).asException();
    };
  }

  static byte[] items(List<BulkItem> items) throws IOException {
    var out = new ByteArrayOutputStream(128 * items.size() + 16);
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartArray();
      for (BulkItem item : items) {
        write(json, item, true);
      }
      json.writeEndArray();
    }
    return out.toByteArray();
  }

  static byte[] page(QueryResult result) throws IOException {
    var out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("results");
      for (BulkItem item : result.items()) {
        write(json, item, false);
      }
      json.writeEndArray();
      if (result.token() != null && !result.token().isEmpty()) {
        json.writeStringField("token", result.token());
      }
      if (!result.metadata().isEmpty()) {
        Json.texts(json, "metadata", result.metadata());
      }
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator json, BulkItem item, boolean withMetadata)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("key", item.key());
    StateValue value = item.value();
    if (value != null) {
      if (value.bytes().length > 0) {
        json.writeFieldName("data");
        Json.embed(json, value.bytes());
      }
      if (value.etag() != null) {
        json.writeStringField("etag", value.etag());
      }
      if (withMetadata && !value.metadata().isEmpty()) {
        Json.texts(json, "metadata", value.metadata());
      }
    }
    if (item.error() != null) {
      json.writeStringField("error", item.error());
    }
    json.writeEndObject();
  }

  /** One write as the JSON has it, before it is known to be a set or a delete. */
  private static final class Item {
    private String key = "";
    private byte[] value = NULL;
    private @Nullable String etag;
    private @Nullable String contentType;
    private Concurrency concurrency = Concurrency.LAST_WRITE;
    private Consistency consistency = Consistency.UNSPECIFIED;
    private Map<String, String> metadata = Map.of();

    void fill(JsonReader json, String path) throws IOException {
      json.object(
          path,
          field -> {
            switch (field) {
              case "key" -> key = json.text(field);
              case "value" -> value = json.raw();
              case "etag" -> etag = StateOptions.etag(json.textOrNull(field));
              case "contentType" -> contentType = json.textOrNull(field);
              case "metadata" -> metadata = json.texts(field);
              case "options" -> options(json);
              default -> json.skip();
            }
          });
    }

    private void options(JsonReader json) throws IOException {
      if (json.token() == JsonToken.VALUE_NULL) {
        return;
      }
      json.object(
          "options",
          field -> {
            switch (field) {
              case "concurrency" -> concurrency = StateOptions.concurrency(json.textOrNull(field));
              case "consistency" -> consistency = StateOptions.consistency(json.textOrNull(field));
              default -> json.skip();
            }
          });
    }

    SetRequest set(Map<String, String> queryMetadata) {
      return new SetRequest(
          requiredKey(),
          value,
          ValueEncoding.JSON,
          etag,
          concurrency,
          consistency,
          merged(queryMetadata),
          contentType);
    }

    DeleteRequest delete(Map<String, String> queryMetadata) {
      return new DeleteRequest(
          requiredKey(), etag, concurrency, consistency, merged(queryMetadata));
    }

    private String requiredKey() {
      if (key.isEmpty()) {
        throw ApiError.malformed("\"key\" is a required field").asException();
      }
      return key;
    }

    private Map<String, String> merged(Map<String, String> queryMetadata) {
      if (queryMetadata.isEmpty()) {
        return metadata;
      }
      var all = new HashMap<>(metadata);
      all.putAll(queryMetadata);
      return all;
    }
  }
}
