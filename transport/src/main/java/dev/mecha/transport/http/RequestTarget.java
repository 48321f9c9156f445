package dev.mecha.transport.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request line, taken apart.
 *
 * @param path still encoded, as it was sent; starts with {@code /}, or is {@code *}
 * @param query still encoded, without the question mark; empty if there is none
 */
record RequestTarget(String path, String query) {

  /**
   * Reads a target in origin form, in absolute form or {@code *}.
   *
   * @param uri what stands in the request line
   * @return its parts, or null if it is malformed
   */
  static @Nullable RequestTarget parse(String uri) {
    if (uri.isEmpty() || hasControl(uri)) {
      return null;
    }
    return isAscii(uri) ? parts(uri) : parts(text(uri));
  }

  private static @Nullable RequestTarget parts(String uri) {
    int question = uri.indexOf('?');
    String path = question < 0 ? uri : uri.substring(0, question);
    String query = question < 0 ? "" : uri.substring(question + 1);
    if (!path.startsWith("/") && !path.equals("*")) {
      path = pathOfAbsolute(path);
    }
    return path == null || !Escapes.valid(path) ? null : new RequestTarget(path, query);
  }

  private static @Nullable String pathOfAbsolute(String uri) {
    int scheme = uri.indexOf("://");
    if (scheme < 1) {
      return null;
    }
    int slash = uri.indexOf('/', scheme + 3);
    return slash < 0 ? "/" : uri.substring(slash);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /**
   * Finds the text of a target that was sent without escapes: one character of it is one byte so
   * far. What is no UTF-8 is escaped, so that it stays what it is.
   */
  private static String text(String uri) {
    byte[] bytes = uri.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      var escaped = new StringBuilder(uri.length() + 16);
      for (byte b : bytes) {
        if (b < 0) {
          escaped.append("%%%02X".formatted(b));
        } else {
          escaped.append((char) b);
        }
      }
      return escaped.toString();
    }
  }

  private static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c == 0x7f) {
        return true;
      }
    }
    return false;
  }
}
