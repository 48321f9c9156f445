package dev.mecha.junit;

import java.nio.charset.StandardCharsets;

/**
 * What a {@link TestApp} was called with.
 *
 * @param verb the HTTP verb
 * @param method what was called: the path without its leading slash
 * @param body the bytes; empty if there were none
 */
public record AppRequest(String verb, String method, byte[] body) {

  /**
   * @return the body as text in UTF-8
   */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The call and its text. */
  @Override
  public String toString() {
    return verb + " " + method + " " + text();
  }
}
