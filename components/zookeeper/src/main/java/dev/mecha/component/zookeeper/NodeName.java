package dev.mecha.component.zookeeper;

import dev.mecha.component.support.KeyEscape;

/**
 * The name of the node of a key. Characters that a name cannot have are written as the bytes of
 * their UTF-8, {@code %2F} for a slash; every other key is its node's name, as with the peer.
 */
final class NodeName {

  private static final KeyEscape ESCAPE = new KeyEscape('%');

  private NodeName() {}

  /**
   * @param key any text, not empty
   * @return the name
   */
  static String of(String key) {
    if (key.equals(".") || key.equals("..")) {
      return ESCAPE.of(key);
    }
    var name = new StringBuilder(key.length());
    for (int i = 0; i < key.length(); ) {
      int character = key.codePointAt(i);
      String part = Character.toString(character);
      name.append(isPlain(character) && !ESCAPE.isIn(key, i) ? part : ESCAPE.of(part));
      i += part.length();
    }
    return name.toString();
  }

  /**
   * @param name of a node
   * @return whether the servers take it
   */
  static boolean isValid(String name) {
    return !name.equals(".")
        && !name.equals("..")
        && !name.isEmpty()
        && name.codePoints().allMatch(NodeName::isPlain);
  }

  private static boolean isPlain(int character) {
    return character != '/'
        && character > 0x1f
        && !(character >= 0x7f && character <= 0x9f)
        && !(character >= 0xd800 && character <= 0xf8ff)
        && character < 0xfff0;
  }
}
