package dev.mecha.component.crypto;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.Base64.Decoder;
import java.util.Set;

/**
 * Reads keys in the forms that people have: a JSON Web Key, PEM, or the bytes of a symmetric key,
 * in base64 or as they are.
 */
final class KeyReader {

  /** What begins with a brace and is that long is rather an unlucky symmetric key. */
  private static final Set<Integer> KEY_SIZES = Set.of(16, 24, 32);

  private KeyReader() {}

  /**
   * @throws IllegalArgumentException if it is none of these; the message holds nothing of it
   */
  static JWK read(byte[] text) {
    if (text.length == 0) {
      throw new IllegalArgumentException("key is empty");
    }
    if (text[0] == '{' && !KEY_SIZES.contains(text.length)) {
      return json(text);
    }
    return new String(text, StandardCharsets.ISO_8859_1).startsWith("-----")
        ? pem(text)
        : symmetric(text);
  }

  static JWK json(byte[] text) {
    try {
      return JWK.parse(new String(text, StandardCharsets.UTF_8));
    } catch (ParseException e) {
      throw new IllegalArgumentException("not a JSON Web Key");
    }
  }

  static JWK pem(byte[] text) {
    return PemKeys.parse(new String(text, StandardCharsets.ISO_8859_1));
  }

  private static JWK symmetric(byte[] text) {
    byte[] bytes = decoded(Base64.getDecoder(), text);
    if (bytes.length == 0) {
      bytes = decoded(Base64.getUrlDecoder(), text);
    }
    return new OctetSequenceKey.Builder(bytes.length == 0 ? text : bytes).build();
  }

  /** Nothing if it is not in base64; padding and the end of the line are left out. */
  private static byte[] decoded(Decoder decoder, byte[] text) {
    int end = text.length;
    while (end > 0 && (text[end - 1] == '\n' || text[end - 1] == '=')) {
      end--;
    }
    try {
      return decoder.decode(new String(text, 0, end, StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
