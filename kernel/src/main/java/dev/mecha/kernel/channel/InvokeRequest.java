package dev.mecha.kernel.channel;

/**
 * A call on its way to an application.
 *
 * @param verb the HTTP verb as it was sent; {@code POST} for callers of the gRPC API that give none
 * @param method what is called: a decoded path without a leading slash, already free of {@code ..};
 *     may be empty
 * @param query the query string, still encoded, without the question mark; empty if there is none
 * @param headers what the caller sent, {@code Content-Type} included; those that concern a
 *     connection only are gone
 * @param body what it sent
 * @param dataType what callers and applications that speak gRPC know the body as, a type URL; empty
 *     for none
 */
public record InvokeRequest(
    String verb, String method, String query, Headers headers, Body body, String dataType) {

  /**
   * A call whose body has no type, as above.
   *
   * @param verb the HTTP verb
   * @param method what is called
   * @param query the query string
   * @param headers what the caller sent
   * @param body what it sent
   */
  public InvokeRequest(String verb, String method, String query, Headers headers, Body body) {
    this(verb, method, query, headers, body, "");
  }

  /**
   * @return the content type, or an empty text
   */
  public String contentType() {
    String type = headers.first("Content-Type");
    return type == null ? "" : type;
  }

  /**
   * Replaces the body.
   *
   * @param other in place of the body
   * @return the same call with it
   */
  public InvokeRequest withBody(Body other) {
    return new InvokeRequest(verb, method, query, headers, other, dataType);
  }

  /**
   * Replaces the headers.
   *
   * @param other in place of the headers
   * @return the same call with them
   */
  public InvokeRequest withHeaders(Headers other) {
    return new InvokeRequest(verb, method, query, other, body, dataType);
  }

  /**
   * Replaces the method.
   *
   * @param other in place of the method
   * @return the same call to it
   */
  public InvokeRequest withMethod(String other) {
    return other.equals(method)
        ? this
        : new InvokeRequest(verb, other, query, headers, body, dataType);
  }
}
