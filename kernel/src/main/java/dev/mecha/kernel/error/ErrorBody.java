package dev.mecha.kernel.error;

import java.nio.charset.StandardCharsets;

/**
 * What an HTTP answer carries for an {@link ApiError}, in whichever form it is written.
 *
 * @param contentType the media type
 * @param noSniff whether {@code X-Content-Type-Options: nosniff} goes with it: a bare message may
 *     repeat what the request said, and a browser must not take it for a page
 * @param bytes the body; not copied
 */
public record ErrorBody(String contentType, boolean noSniff, byte[] bytes) {

  /**
   * @param error what went wrong
   * @return its body; a bare message ends with a line feed, as the peer's do
   */
  public static ErrorBody of(ApiError error) {
    return switch (error.form()) {
      case JSON -> new ErrorBody("application/json", false, ErrorJson.render(error));
      case PLAIN_TEXT ->
          new ErrorBody(
              "text/plain; charset=utf-8",
              true,
              (error.message() + "\n").getBytes(StandardCharsets.UTF_8));
    };
  }
}
