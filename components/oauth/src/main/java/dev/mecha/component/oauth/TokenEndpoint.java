package dev.mecha.component.oauth;

import dev.mecha.spi.ComponentException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Where tokens come from (RFC 6749, 3.2). Thread-safe. */
final class TokenEndpoint {

  /** How a server wants to be told who asks; the numbers are those of {@code authStyle}. */
  enum Style {
    /** Whichever works, the header first. */
    AUTO,
    /** In the form. */
    PARAMS,
    /** In the header {@code Authorization}. */
    HEADER;

    static Style of(int number) {
      return switch (number) {
        case 1 -> PARAMS;
        case 2 -> HEADER;
        default -> AUTO;
      };
    }
  }

  private final Web web;
  private final URI uri;
  private final String clientId;
  private final String clientSecret;
  private volatile Style style;

  TokenEndpoint(Web web, URI uri, String clientId, String clientSecret, Style style) {
    this.web = web;
    this.uri = uri;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.style = style;
  }

  /**
   * Asks for a token.
   *
   * @param grant what it is asked for
   * @throws ComponentException if there is none
   */
  Token ask(Map<String, String> grant) throws InterruptedException {
    if (style != Style.AUTO) {
      return token(post(grant, style));
    }
    HttpResponse<String> answer = post(grant, Style.HEADER);
    Style worked = Style.HEADER;
    if (answer.statusCode() >= 400) {
      answer = post(grant, Style.PARAMS);
      worked = Style.PARAMS;
    }
    Token token = token(answer);
    style = worked;
    return token;
  }

  private HttpResponse<String> post(Map<String, String> grant, Style how)
      throws InterruptedException {
    var form = new HashMap<>(grant);
    var request = HttpRequest.newBuilder(uri);
    if (how == Style.PARAMS) {
      form.put("client_id", clientId);
      form.put("client_secret", clientSecret);
    } else {
      String who = Form.encode(clientId) + ":" + Form.encode(clientSecret);
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(who.getBytes(StandardCharsets.UTF_8)));
    }
    return web.send(
        request
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(Form.encode(form))));
  }

  /** The body may be secret, so that no error shows it. */
  private Token token(HttpResponse<String> answer) {
    if (answer.statusCode() < 200 || answer.statusCode() > 299) {
      throw new ComponentException(uri + ": status " + answer.statusCode() + " (expected: 200)");
    }
    String type = answer.headers().firstValue("Content-Type").orElse("");
    Token token =
        Token.of(
            type.startsWith("application/x-www-form-urlencoded") || type.startsWith("text/plain")
                ? Form.decode(answer.body())
                : Web.object(uri, answer.body()));
    if (token == null) {
      throw new ComponentException(uri + ": no access_token in the answer");
    }
    return token;
  }
}
