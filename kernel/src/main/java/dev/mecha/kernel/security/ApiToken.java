package dev.mecha.kernel.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The secret that callers of the API have to know ({@code DAPR_API_TOKEN}). Never shown. */
public final class ApiToken {

  /** No secret: everybody may call. */
  public static final ApiToken NONE = new ApiToken("");

  private final byte[] token;

  private ApiToken(String token) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param token the secret; empty for {@link #NONE}
   * @return the token
   */
  public static ApiToken of(String token) {
    return token.isEmpty() ? NONE : new ApiToken(token);
  }

  /**
   * @return whether callers have to know a secret
   */
  public boolean isRequired() {
    return token.length > 0;
  }

  /**
   * Compares without telling by its duration how much is right.
   *
   * @param presented what a caller sent, in the characters that a transport makes of the octets of
   *     a header
   * @return whether it is the secret, octet by octet
   */
  public boolean matches(String presented) {
    return MessageDigest.isEqual(token, octets(presented));
  }

  /**
   * HTTP's headers come as one character an octet, but a client may also have been read as UTF-8.
   */
  private static byte[] octets(String presented) {
    boolean oneCharacterAnOctet = presented.chars().allMatch(c -> c <= 0xff);
    return presented.getBytes(
        oneCharacterAnOctet ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return isRequired() ? "ApiToken[required]" : "ApiToken[none]";
  }
}
