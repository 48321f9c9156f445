package dev.mecha.kernel.pipeline;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.Headers;
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
   * Where the request came from.
   *
   * @return host and port, separated by the last colon; empty if there is none, as on a Unix domain
   *     socket
   */
  default String remoteAddress() {
    return "";
  }

  /**
   * Reads the whole body.
   *
   * @return the bytes; empty if there is no body
   * @throws dev.mecha.kernel.error.ApiException if the body is larger than allowed or ends early
   * @throws InterruptedException if the request was cancelled
   */
  byte[] body() throws InterruptedException;

  /**
   * @return the query as it was sent, still encoded, without the question mark; empty if there is
   *     none
   */
  String query();

  /**
   * @return all headers of the request that filters have not removed; the caller's own copy
   */
  Headers requestHeaders();

  /**
   * Takes the body over, piece by piece. Not to be mixed with {@link #body()}.
   *
   * @return the body; closed with the request at the latest
   */
  Body bodyStream();

  /**
   * Answers with a body that streams: the head goes out at once, each piece as it comes. Returns
   * when the last one is written. If the body breaks off, so does the answer: the connection or
   * stream is reset.
   *
   * @param status the HTTP status
   * @param headers in addition to those set with {@link #responseHeader}, which they replace;
   *     {@code Content-Length} is up to the body's length
   * @param body closed in any case
   * @throws BodyException if the body broke off or the client is gone
   * @throws InterruptedException if the request was cancelled
   */
  void respond(int status, Headers headers, Body body) throws InterruptedException;

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

  /**
   * Puts another request in the place of this one: filters and the handler further down see it, and
   * its route is found anew. For a filter, before it proceeds.
   *
   * @param verb the HTTP verb
   * @param path encoded, with its leading slash
   * @param query encoded, without the question mark; empty for none
   * @param headers all headers
   * @param body what follows
   */
  void rewrite(String verb, String path, String query, Headers headers, Body body);

  /**
   * Sets what the answer goes through before any of it goes out. For one filter, before it
   * proceeds; it calls {@link #settle} afterwards.
   *
   * @param hook may change the answer
   */
  void answersThrough(HttpReply.Hook hook);

  /**
   * Takes an answer that is decided and has not begun through the hook, if there are both.
   *
   * @throws BodyException if the body broke off or the client is gone
   * @throws InterruptedException if the request was cancelled
   */
  void settle() throws InterruptedException;

  /**
   * Says who is called on, once that is known: logs show it with the endpoint's name.
   *
   * @param name of an application or a service
   */
  default void target(String name) {}

  /**
   * Who is called on.
   *
   * @return the name, or an empty text
   */
  default String target() {
    return "";
  }
}
