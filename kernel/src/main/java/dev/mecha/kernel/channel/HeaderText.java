package dev.mecha.kernel.channel;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Values of HTTP headers where sidecars want text. On the wire of HTTP they are bytes, here one
 * character for each; between sidecars they are Unicode. Bytes that are UTF-8 become the text that
 * they stand for, as with the peer; others, with which the peer fails, become characters for
 * private use, one for each byte, and bytes again on the other side.
 */
public final class HeaderText {

  private static final int PRIVATE_USE = 0xef00;

  private HeaderText() {}

  /**
   * @param bytes a value with one character for each byte
   * @return the text that stands for it
   */
  public static String toText(String bytes) {
    return isAscii(bytes) ? bytes : decode(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String decode(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.chars().noneMatch(HeaderText::isByte)) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // No UTF-8: byte by byte.
    }
    var text = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      text.append(b < 0 ? (char) (PRIVATE_USE | (b & 0xff)) : (char) b);
    }
    return text.toString();
  }

  /**
   * @param text as {@link #toText} or another sidecar made it
   * @return the value with one character for each byte
   */
  public static String toBytes(String text) {
    if (isAscii(text)) {
      return text;
    }
    if (text.chars().noneMatch(HeaderText::isByte)) {
      return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
    var bytes = new StringBuilder(text.length());
    text.chars().forEach(c -> bytes.append(isByte(c) ? (char) (c & 0xff) : (char) c));
    return bytes.toString();
  }

  private static boolean isByte(int c) {
    return c >= (PRIVATE_USE | 0x80) && c <= (PRIVATE_USE | 0xff);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
