package dev.mecha.spi.middleware;

import java.nio.charset.StandardCharsets;

/**
 * An answer on its way.
 *
 * @param status the HTTP status
 * @param headers may be changed in place; {@code Content-Length} has no effect, the body knows its
 *     length
 * @param body what follows
 */
public record HttpAnswer(int status, HttpHeaders headers, HttpBody body) {

  /**
   * @param status the HTTP status
   * @param message the body
   * @return an answer of plain text
   */
  public static HttpAnswer text(int status, String message) {
    return new HttpAnswer(
        status,
        new HttpHeaders().add("Content-Type", "text/plain; charset=utf-8"),
        HttpBody.of(message.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * @param status the HTTP status
   * @return an answer whose body is the name of its status; a status without a name counts as 500
   */
  public static HttpAnswer ofStatus(int status) {
    String name = StatusText.of(status);
    return name.isEmpty() ? ofStatus(500) : text(status, name);
  }

  /**
   * @param location where the caller should go instead
   * @return an answer with status 302
   */
  public static HttpAnswer redirect(String location) {
    return new HttpAnswer(
        302, new HttpHeaders().add("Location", location), HttpBody.of(new byte[0]));
  }

  /**
   * @param other the HTTP status
   * @return the same answer with it
   */
  public HttpAnswer withStatus(int other) {
    return new HttpAnswer(other, headers, body);
  }

  /**
   * @param other in place of the body
   * @return the same answer with it
   */
  public HttpAnswer withBody(HttpBody other) {
    return new HttpAnswer(status, headers, other);
  }

  /** The status only: headers may hold secrets. */
  @Override
  public String toString() {
    return "HttpAnswer[" + status + "]";
  }
}
