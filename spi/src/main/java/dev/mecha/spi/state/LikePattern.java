package dev.mecha.spi.state;

import java.util.Arrays;

/**
 * The pattern of {@link StateStore#keysLike} for engines that know none themselves, in the manner
 * of SQL's {@code LIKE}: {@code %} stands for any characters, {@code _} for one, {@code \} takes
 * the next one literally. Case counts. Matching takes at most length of pattern × length of text
 * steps.
 */
public final class LikePattern {

  private static final int ANY_CHARACTERS = -1;
  private static final int ONE_CHARACTER = -2;

  private final int[] tokens;

  /**
   * @param pattern any text
   */
  public LikePattern(String pattern) {
    int[] characters = pattern.codePoints().toArray();
    int[] found = new int[characters.length];
    int count = 0;
    for (int i = 0; i < characters.length; i++) {
      found[count++] =
          switch (characters[i]) {
            case '%' -> ANY_CHARACTERS;
            case '_' -> ONE_CHARACTER;
            case '\\' -> i + 1 < characters.length ? characters[++i] : '\\';
            default -> characters[i];
          };
    }
    this.tokens = Arrays.copyOf(found, count);
  }

  /**
   * @return the text with which all that matches begins; may be empty
   */
  public String literalPrefix() {
    var prefix = new StringBuilder();
    for (int i = 0; i < tokens.length && tokens[i] >= 0; i++) {
      prefix.appendCodePoint(tokens[i]);
    }
    return prefix.toString();
  }

  /**
   * @param text a key
   * @return whether all of it fits the pattern
   */
  public boolean matches(String text) {
    // When a character does not fit, the last % takes one more and the rest is tried again.
    int[] characters = text.codePoints().toArray();
    int token = 0;
    int next = 0;
    int lastAny = -1;
    int taken = 0;
    while (next < characters.length) {
      if (token < tokens.length && tokens[token] == ANY_CHARACTERS) {
        lastAny = token++;
        taken = next;
      } else if (token < tokens.length && fits(tokens[token], characters[next])) {
        token++;
        next++;
      } else if (lastAny >= 0) {
        token = lastAny + 1;
        next = ++taken;
      } else {
        return false;
      }
    }
    while (token < tokens.length && tokens[token] == ANY_CHARACTERS) {
      token++;
    }
    return token == tokens.length;
  }

  private static boolean fits(int token, int character) {
    return token == ONE_CHARACTER || token == character;
  }
}
