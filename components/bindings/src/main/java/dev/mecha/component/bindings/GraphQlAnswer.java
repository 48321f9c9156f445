package dev.mecha.component.bindings;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mecha.spi.ComponentException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** What a service that speaks GraphQL answers: data, or errors. */
final class GraphQlAnswer {

  private byte[] data = "null".getBytes(US_ASCII);
  private String error = "";

  private GraphQlAnswer() {}

  /**
   * @return the data in JSON
   * @throws ComponentException if the service says that something is wrong, or speaks something
   *     else
   */
  static byte[] data(int status, byte[] body) {
    var answer = new GraphQlAnswer();
    try (JsonParser json = JsonTexts.FACTORY.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a JSON object: " + new String(body, UTF_8).lines().findFirst());
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        answer.field(json);
      }
    } catch (IOException e) {
      throw new ComponentException(
          status == 200
              ? "GraphQL Error: decoding response: " + e.getMessage()
              : "GraphQL Error: graphql: server returned a non-200 status code: " + status,
          e);
    }
    if (!answer.error.isEmpty()) {
      throw new ComponentException("GraphQL Error: graphql: " + answer.error);
    }
    return answer.data;
  }

  private void field(JsonParser json) throws IOException {
    String name = json.currentName();
    json.nextToken();
    switch (name) {
      case "data" -> data = copy(json);
      case "errors" -> errors(json);
      default -> json.skipChildren();
    }
  }

  /** The first one's message. */
  private void errors(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        json.skipChildren();
        continue;
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        boolean message = json.currentName().equals("message") && error.isEmpty();
        json.nextToken();
        if (message) {
          error = json.getText();
        }
        json.skipChildren();
      }
      error = error.isEmpty() ? "unknown error" : error;
    }
  }

  private static byte[] copy(JsonParser json) throws IOException {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator copy = JsonTexts.FACTORY.createGenerator(out)) {
      copy.copyCurrentStructure(json);
    }
    return out.toByteArray();
  }
}
