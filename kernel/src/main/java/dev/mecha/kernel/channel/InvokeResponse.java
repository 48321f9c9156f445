package dev.mecha.kernel.channel;

/**
 * What an application answered. Whoever gets one closes it.
 *
 * @param protocol what the application speaks, and so what its status means
 * @param status an HTTP status, or the number of a gRPC code
 * @param message what the application says about a gRPC code other than 0; empty otherwise
 * @param headers {@code Content-Type} included; those that concern a connection only are gone
 * @param trailers of a gRPC application; empty otherwise
 * @param body streams
 * @param dataType what callers and applications that speak gRPC know the body as, a type URL; empty
 *     for none
 */
public record InvokeResponse(
    Protocol protocol,
    int status,
    String message,
    Headers headers,
    Headers trailers,
    Body body,
    String dataType)
    implements AutoCloseable {

  /**
   * An answer whose body has no type, as above.
   *
   * @param protocol what the application speaks
   * @param status an HTTP status, or the number of a gRPC code
   * @param message what the application says about a gRPC code other than 0
   * @param headers of the answer
   * @param trailers of a gRPC application
   * @param body streams
   */
  public InvokeResponse(
      Protocol protocol, int status, String message, Headers headers, Headers trailers, Body body) {
    this(protocol, status, message, headers, trailers, body, "");
  }

  /** What an application speaks. */
  public enum Protocol {
    /** HTTP. */
    HTTP,
    /** gRPC. */
    GRPC
  }

  /**
   * Makes the answer of an HTTP application.
   *
   * @param status the HTTP status
   * @param headers of the answer
   * @param body streams
   * @return the answer
   */
  public static InvokeResponse http(int status, Headers headers, Body body) {
    return new InvokeResponse(Protocol.HTTP, status, "", headers, new Headers(), body);
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
   * @return the same answer with it
   */
  public InvokeResponse withBody(Body other) {
    return new InvokeResponse(protocol, status, message, headers, trailers, other, dataType);
  }

  @Override
  public void close() {
    body.close();
  }
}
