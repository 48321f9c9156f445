package dev.mecha.kernel.error;

import dev.mecha.kernel.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The JSON body of an {@link ApiError}: {@code errorCode}, {@code message}, and {@code details} if
 * there are any. Byte for byte what the peer sends, so the keys of a detail come in alphabetical
 * order.
 */
public final class ErrorJson {

  private ErrorJson() {}

  /**
   * @param error any error; its form is not looked at
   * @return UTF-8. An error without a code goes by the reason of its {@link ErrorDetail.ErrorInfo}
   */
  public static byte[] render(ApiError error) {
    var out = new StringBuilder(128);
    member(out.append('{'), "errorCode", codeOf(error));
    member(out.append(','), "message", error.message());
    if (!error.details().isEmpty()) {
      out.append(",\"details\":[");
      for (int i = 0; i < error.details().size(); i++) {
        detail(i == 0 ? out : out.append(','), error.details().get(i));
      }
      out.append(']');
    }
    return out.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String codeOf(ApiError error) {
    if (!error.code().isEmpty()) {
      return error.code();
    }
    for (ErrorDetail detail : error.details()) {
      if (detail instanceof ErrorDetail.ErrorInfo info) {
        return info.reason();
      }
    }
    return "";
  }

  private static void detail(StringBuilder out, ErrorDetail detail) {
    switch (detail) {
      case ErrorDetail.ErrorInfo info -> {
        type(out, "ErrorInfo");
        member(out.append(','), "domain", info.domain());
        metadata(out.append(",\"metadata\":"), info.metadata());
        member(out.append(','), "reason", info.reason());
      }
      case ErrorDetail.ResourceInfo resource -> {
        type(out, "ResourceInfo");
        member(out.append(','), "description", resource.description());
        member(out.append(','), "owner", resource.owner());
        member(out.append(','), "resource_name", resource.name());
        member(out.append(','), "resource_type", resource.type());
      }
      case ErrorDetail.BadRequest field -> {
        type(out, "BadRequest");
        out.append(",\"field_violations\":[");
        pair(out, "field", field.field(), "description", field.description());
        out.append(']');
      }
      case ErrorDetail.Help help -> {
        type(out, "Help");
        out.append(",\"links\":[");
        pair(out, "description", help.description(), "url", help.url());
        out.append(']');
      }
    }
    out.append('}');
  }

  private static void type(StringBuilder out, String name) {
    member(out.append('{'), "@type", "type.googleapis.com/google.rpc." + name);
  }

  private static void metadata(StringBuilder out, Map<String, String> metadata) {
    if (metadata.isEmpty()) {
      out.append("null");
      return;
    }
    char separator = '{';
    for (var entry : new TreeMap<>(metadata).entrySet()) {
      member(out.append(separator), entry.getKey(), entry.getValue());
      separator = ',';
    }
    out.append('}');
  }

  /** An object of two members in this order; one without a value is left out. */
  private static void pair(
      StringBuilder out, String name1, String value1, String name2, String value2) {
    out.append('{');
    if (!value1.isEmpty()) {
      member(out, name1, value1);
    }
    if (!value2.isEmpty()) {
      member(value1.isEmpty() ? out : out.append(','), name2, value2);
    }
    out.append('}');
  }

  private static void member(StringBuilder out, String name, String value) {
    JsonText.appendString(out, name);
    out.append(':');
    JsonText.appendString(out, value);
  }
}
