package dev.mecha.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What a {@link TestApp} answers.
 *
 * @param status the HTTP status
 * @param contentType of the body
 * @param body the bytes; empty for none
 */
public record AppAnswer(int status, String contentType, byte[] body) {

  private static final String JSON = "application/json";

  /**
   * @return 200 without a body: an event is taken
   */
  public static AppAnswer ok() {
    return status(200);
  }

  /**
   * @param status the HTTP status
   * @return it, without a body
   */
  public static AppAnswer status(int status) {
    return new AppAnswer(status, JSON, new byte[0]);
  }

  /**
   * @param json the body
   * @return 200 with it
   */
  public static AppAnswer json(String json) {
    return new AppAnswer(200, JSON, json.getBytes(UTF_8));
  }
}
