package dev.mecha.kernel.pipeline;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request and its answer as a handler sees them. Calls block the virtual thread, never the
 * event loop.
 */
public interface HttpExchange extends Exchange {

  /**
   * @param name a parameter of the route's pattern
   * @return its decoded value
   */
  String pathParameter(String name);

  /**
   * @param name a query parameter
   * @return its first value, decoded, or null
   */
  @Nullable String queryParameter(String name);

  /**
   * @param name a query parameter that may be repeated
   * @return its values, decoded, in order; empty if there is none; unmodifiable
   */
  default List<String> queryParameters(String name) {
    String first = queryParameter(name);
    return first == null ? List.of() : List.of(first);
  }

  /**
   * The request metadata that the query carries as {@code metadata.<key>=<value>}.
   *
   * @return the first value of each key; empty if none; unmodifiable
   */
  Map<String, String> queryMetadata();

  /**
   * Reads the whole body.
   *
   * @return the bytes; empty if there is no body
   * @throws dev.mecha.kernel.error.ApiException if the body is larger than allowed or ends early
   * @throws InterruptedException if the request was cancelled
   */
  byte[] body() throws InterruptedException;

  /**
   * Answers without a body.
   *
   * @param status the HTTP status
   */
  void respond(int status);

  /**
   * Answers with a body.
   *
   * @param status the HTTP status
   * @param contentType the media type
   * @param body the bytes; not copied
   */
  void respond(int status, String contentType, byte[] body);
}
