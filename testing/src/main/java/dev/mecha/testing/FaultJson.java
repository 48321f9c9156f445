package dev.mecha.testing;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mecha.block.json.JsonReader;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.testing.Fault.Kind;
import dev.mecha.testing.Fault.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A fault in JSON: {@code {"component":"pubsub","kind":"delay","delay":"5s","times":1}}. */
final class FaultJson {

  private static final String KINDS = "one of drop, delay, duplicate, fail, crash";

  private @Nullable Kind kind;
  private String component = "";
  private boolean app;
  private Duration delay = Duration.ZERO;
  private String message = "";
  private int times;

  private FaultJson() {}

  static Fault read(String name, byte[] body) {
    var fields = new FaultJson();
    JsonReader.read(
        body,
        json -> {
          json.object("body", field -> fields.field(field, json));
          return fields;
        });
    return fields.fault(name);
  }

  private void field(String name, JsonReader json) throws IOException {
    switch (name) {
      case "component" -> component = json.text(name);
      case "app" -> app = Boolean.TRUE.equals(json.scalar(name));
      case "kind" -> {
        String text = json.text(name);
        kind =
            Arrays.stream(Kind.values())
                .filter(one -> text(one).equals(text))
                .findFirst()
                .orElseThrow(
                    () ->
                        ApiError.malformed("kind: \"" + text + "\" (expected: " + KINDS + ")")
                            .asException());
      }
      case "delay" -> delay = TestJson.duration(name, json.text(name));
      case "message" -> message = json.text(name);
      case "times" -> times = json.integer(name);
      default -> throw json.wrong(name, "component, app, kind, delay, message or times");
    }
  }

  private Fault fault(String name) {
    if (kind == null) {
      throw ApiError.malformed("kind: missing (expected: " + KINDS + ")").asException();
    }
    if (app == !component.isEmpty()) {
      throw ApiError.malformed(
              "component: \""
                  + component
                  + "\", app: "
                  + app
                  + " (expected: either the name of a component, or app: true)")
          .asException();
    }
    try {
      return new Fault(name, new Place(component), kind, delay, message, times);
    } catch (IllegalArgumentException e) {
      throw ApiError.malformed(String.valueOf(e.getMessage())).asException();
    }
  }

  static void write(JsonGenerator json, Fault fault) throws IOException {
    json.writeStringField("name", fault.name());
    if (fault.place().isApp()) {
      json.writeBooleanField("app", true);
    } else {
      json.writeStringField("component", fault.place().component());
    }
    json.writeStringField("kind", text(fault.kind()));
    if (fault.delay().isPositive()) {
      json.writeStringField("delay", fault.delay().toMillis() + "ms");
    }
    if (!fault.message().isEmpty()) {
      json.writeStringField("message", fault.message());
    }
    json.writeNumberField("times", fault.times());
  }

  private static String text(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
