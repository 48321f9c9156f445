package dev.mecha.kernel.pipeline;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.trace.ActiveSpan;
import dev.mecha.kernel.trace.TraceContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer as the filters see them, whichever door the request came through.
 * Belongs to the one virtual thread that carries the request; not for use by others.
 */
public interface Exchange {

  /** The door. */
  enum Protocol {
    /** HTTP/1.1 or h2c. */
    HTTP,
    /** gRPC. */
    GRPC
  }

  /**
   * @return the door that the request came through
   */
  Protocol protocol();

  /**
   * @return what the request was matched to
   */
  Endpoint endpoint();

  /**
   * @return the HTTP verb as it was sent; {@code POST} for gRPC
   */
  String verb();

  /**
   * @return the path without the query, still encoded; for gRPC {@code /service/method}
   */
  String path();

  /**
   * @param name a header of the request, in any case
   * @return its first value, or null
   */
  @Nullable String requestHeader(String name);

  /**
   * All values of a header that may come several times.
   *
   * @param name a header of the request, in any case
   * @return its values in the order in which they were sent; empty if there are none. By default
   *     the first one only
   */
  default List<String> requestHeaders(String name) {
    String first = requestHeader(name);
    return first == null ? List.of() : List.of(first);
  }

  /**
   * Hides a header from everything further down the path.
   *
   * @param name in any case
   */
  void removeRequestHeader(String name);

  /**
   * Sets a header of the answer; has no effect once the answer has started.
   *
   * @param name the header
   * @param value replaces an earlier value
   */
  void responseHeader(String name, String value);

  /**
   * Answers with an error. The first answer counts: once the answer has started the connection or
   * stream is reset.
   *
   * @param error what went wrong
   */
  void fail(ApiError error);

  /**
   * @return the HTTP status or the number of the gRPC code; meaningful when {@link
   *     FilterChain#proceed} has returned
   */
  int status();

  /**
   * @return the error given to {@link #fail}, or null
   */
  @Nullable ApiError error();

  /**
   * @return the bytes of the request's body received so far
   */
  long requestSize();

  /**
   * @return the bytes of the answer's body
   */
  long responseSize();

  /**
   * @return the trace that the request belongs to; {@link TraceContext#NONE} until the tracing
   *     filter has run
   */
  TraceContext trace();

  /**
   * @param trace what this request is called in its trace
   */
  void trace(TraceContext trace);

  /**
   * The span that this request is, for who knows more about it than the filters do.
   *
   * @return {@link ActiveSpan#NONE} if it is not recorded
   */
  default ActiveSpan span() {
    return ActiveSpan.NONE;
  }

  /**
   * @param span what {@link #span} returns from now on
   */
  default void span(ActiveSpan span) {}
}
