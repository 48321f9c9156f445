package dev.mecha.block.binding;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mecha.block.json.JsonReader;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.Consistency;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.ValueEncoding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an application that speaks HTTP wants done. An answer that is anything but an object
 * with states, or with the names of output bindings, is an answer and nothing more.
 */
final class AppAnswerJson {

  private static final byte[] NULL = "null".getBytes(US_ASCII);

  private final List<SetRequest> states = new ArrayList<>();
  private final List<String> to = new ArrayList<>();
  private String storeName = "";
  private String concurrency = "";
  private byte[] data = NULL;

  private AppAnswerJson() {}

  static AppAnswer read(byte[] body) {
    if (body.length == 0 || body[0] != '{') {
      return AppAnswer.of(body);
    }
    try {
      return JsonReader.read(
          body,
          json -> {
            var answer = new AppAnswerJson();
            json.object("body", field -> answer.field(json, field));
            return new AppAnswer(
                body,
                answer.storeName,
                List.copyOf(answer.states),
                List.copyOf(answer.to),
                answer.concurrency.equals("parallel"),
                answer.data);
          });
    } catch (ApiException e) {
      return AppAnswer.of(body);
    }
  }

  private void field(JsonReader json, String field) throws IOException {
    switch (field) {
      case "storeName" -> storeName = orEmpty(json.textOrNull(field));
      case "concurrency" -> concurrency = orEmpty(json.textOrNull(field));
      case "data" -> data = json.raw();
      case "to" -> json.array(field, () -> to.add(json.text("to[]")));
      case "state" -> json.array(field, () -> states.add(state(json)));
      default -> json.skip();
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static SetRequest state(JsonReader json) throws IOException {
    var item = new Item();
    json.object(
        "state[]",
        field -> {
          switch (field) {
            case "key" -> item.key = json.text(field);
            case "value" -> item.value = json.raw();
            case "etag" -> item.etag = json.textOrNull(field);
            case "metadata" -> item.metadata = new HashMap<>(json.texts(field));
            case "options" -> item.options(json);
            default -> json.skip();
          }
        });
    return new SetRequest(
        item.key,
        item.value,
        ValueEncoding.JSON,
        item.etag == null || item.etag.isEmpty() ? null : item.etag,
        item.firstWrite ? Concurrency.FIRST_WRITE : Concurrency.LAST_WRITE,
        item.consistency,
        item.metadata,
        null);
  }

  /** One state as far as it is read. */
  private static final class Item {
    private String key = "";
    private byte[] value = NULL;
    private @Nullable String etag;
    private boolean firstWrite;
    private Consistency consistency = Consistency.UNSPECIFIED;
    private Map<String, String> metadata = Map.of();

    private void options(JsonReader json) throws IOException {
      json.object(
          "options",
          field -> {
            switch (field) {
              case "concurrency" -> firstWrite = "first-write".equals(json.textOrNull(field));
              case "consistency" -> consistency = consistency(orEmpty(json.textOrNull(field)));
              default -> json.skip();
            }
          });
    }

    private static Consistency consistency(String word) {
      return switch (word) {
        case "strong" -> Consistency.STRONG;
        case "eventual" -> Consistency.EVENTUAL;
        default -> Consistency.UNSPECIFIED;
      };
    }
  }
}
