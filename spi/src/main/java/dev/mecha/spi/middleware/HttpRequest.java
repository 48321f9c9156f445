package dev.mecha.spi.middleware;

/**
 * A request on its way. Immutable but for its headers and its body, which belong to whoever holds
 * it.
 *
 * @param verb the HTTP verb as it was sent
 * @param rawPath the path, still encoded, with its leading slash
 * @param query the query string, still encoded, without the question mark; empty if there is none
 * @param headers may be changed in place; {@code Content-Length} has no effect, the body knows its
 *     length
 * @param body what follows
 * @param remoteAddress host and port that the request came from; empty if there is none, as between
 *     the sidecar and its application
 */
public record HttpRequest(
    String verb,
    String rawPath,
    String query,
    HttpHeaders headers,
    HttpBody body,
    String remoteAddress) {

  /**
   * @return the path, decoded
   */
  public String path() {
    return PathText.decode(rawPath);
  }

  /**
   * @return the path and the query as they stand in a request line
   */
  public String uri() {
    return query.isEmpty() ? rawPath : rawPath + "?" + query;
  }

  /**
   * @param other decoded, with a leading slash
   * @return the same request to that path
   */
  public HttpRequest withPath(String other) {
    return withUri(PathText.encode(other), query);
  }

  /**
   * @param path encoded, with a leading slash
   * @param query encoded; empty for none
   * @return the same request to that address
   */
  public HttpRequest withUri(String path, String query) {
    return new HttpRequest(verb, path, query, headers, body, remoteAddress);
  }

  /**
   * @param other the verb
   * @return the same request with it
   */
  public HttpRequest withVerb(String other) {
    return new HttpRequest(other, rawPath, query, headers, body, remoteAddress);
  }

  /**
   * @param other in place of the body, which whoever replaces it has read or wraps
   * @return the same request with it
   */
  public HttpRequest withBody(HttpBody other) {
    return new HttpRequest(verb, rawPath, query, headers, other, remoteAddress);
  }

  /** Neither query nor headers, which may hold secrets. */
  @Override
  public String toString() {
    return verb + " " + rawPath;
  }
}
