package dev.mecha.transport.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mecha.kernel.error.ApiError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * An error as the body of an answer.
 *
 * @param contentType its media type
 * @param body its bytes
 */
record ErrorAnswer(String contentType, byte[] body) {

  private static final JsonFactory JSON = new JsonFactory();

  static ErrorAnswer of(ApiError error) {
    return switch (error.form()) {
      case PLAIN_TEXT ->
          new ErrorAnswer(
              "text/plain; charset=utf-8",
              (error.message() + "\n").getBytes(StandardCharsets.UTF_8));
      case JSON -> new ErrorAnswer("application/json", json(error));
    };
  }

  private static byte[] json(ApiError error) {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("errorCode", error.code());
      json.writeStringField("message", error.message());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
