package dev.mecha.block.lock;

import dev.mecha.block.json.JsonReader;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Reads the body of a request by the rules of JSON for protocol buffers: names in either style,
 * numbers also as texts, null for what is left out, and no body at all for nothing.
 */
final class LockJson {

  private String resource = "";
  private String owner = "";
  private int expirySeconds;

  private LockJson() {}

  /**
   * @param store the component's name, which is not in the body
   * @param body in UTF-8; may be empty
   */
  static LockRequest read(String store, byte[] body) {
    var fields = new LockJson();
    if (body.length > 0) {
      JsonReader.read(
          body,
          json -> {
            json.object("body", name -> fields.field(name, json));
            return fields;
          });
    }
    return new LockRequest(store, fields.resource, fields.owner, fields.expirySeconds);
  }

  private void field(String name, JsonReader json) throws IOException {
    switch (name) {
      case "resourceId", "resource_id" -> resource = text(json, name);
      case "lockOwner", "lock_owner" -> owner = text(json, name);
      case "expiryInSeconds", "expiry_in_seconds" -> expirySeconds = seconds(json, name);
      default -> json.skip();
    }
  }

  private static String text(JsonReader json, String name) throws IOException {
    String text = json.textOrNull(name);
    return text == null ? "" : text;
  }

  private static int seconds(JsonReader json, String name) throws IOException {
    Object value = json.scalar(name);
    try {
      return value == null ? 0 : new BigDecimal(value.toString()).intValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw json.wrong(name, "an integer of 32 bits");
    }
  }
}
