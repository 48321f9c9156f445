package dev.mecha.component.wasm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says about a request.
 *
 * @param allow whether it goes on
 * @param headers set on the request if it goes on, and on its answer otherwise
 * @param status of the answer, or 0 for the usual one
 */
record OpaDecision(boolean allow, Map<String, String> headers, int status) {

  /**
   * Reads the results of an evaluation.
   *
   * @throws GuestException if they are no decision
   */
  static OpaDecision of(Object results) {
    if (!(results instanceof List<?> list) || list.isEmpty()) {
      throw new GuestException("no result (expected: data.http.allow)");
    }
    Object result = list.getFirst() instanceof Map<?, ?> first ? first.get("result") : null;
    return switch (result) {
      case Boolean allow -> new OpaDecision(allow, Map.of(), 0);
      case Map<?, ?> object -> of(object);
      case null, default ->
          throw new GuestException(result + " (expected: a boolean or an object)");
    };
  }

  private static OpaDecision of(Map<?, ?> object) {
    return new OpaDecision(
        flag(object.get("allow")),
        headers(object.get("additional_headers")),
        status(object.get("status_code")));
  }

  private static boolean flag(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean allow -> allow;
      default -> throw new GuestException("allow: " + value + " (expected: a boolean)");
    };
  }

  private static Map<String, String> headers(@Nullable Object value) {
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new GuestException("additional_headers: " + value + " (expected: an object)");
    }
    var headers = new LinkedHashMap<String, String>();
    for (Map.Entry<?, ?> each : map.entrySet()) {
      if (!(each.getValue() instanceof String text)) {
        throw new GuestException("additional_headers: " + value + " (expected: texts)");
      }
      headers.put(String.valueOf(each.getKey()), text);
    }
    return headers;
  }

  private static int status(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case Integer status when status >= 100 && status <= 599 -> status;
      default ->
          throw new GuestException("status_code: " + value + " (expected: an integer 100-599)");
    };
  }
}
