package dev.mecha.testing;

import java.nio.charset.StandardCharsets;

/**
 * A call that was made.
 *
 * @param target the application or output binding that was called; empty for the application of the
 *     sidecar itself
 * @param verb the HTTP verb, or the operation of a binding
 * @param method what was called: a path without a leading slash; empty for a binding
 * @param body what was sent; empty if there was nothing, or it was a stream
 */
public record Invocation(String target, String verb, String method, byte[] body) {

  /**
   * @return the body as text in UTF-8
   */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The call and its text. */
  @Override
  public String toString() {
    return (verb + " " + target + "/" + method + " " + text()).strip();
  }
}
