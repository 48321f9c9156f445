package dev.mecha.kernel.resource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Damages a file at random, the same way for the same seed. */
final class Mutations {

  private static final String[] SNIPPETS = {
    "\t",
    "\r",
    "\n---\n",
    "---",
    "&x ",
    "*x",
    "<<: *x",
    "!!",
    "!!int ",
    "? ",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "'",
    "\"",
    "\\",
    "|\n",
    ">\n",
    "%YAML 9.9\n",
    "\uFEFF",
    "\u0000",
    "\u2028",
    "#",
    "@",
    "`",
    "~",
    "0x",
    "1e999",
    "-",
    ".inf",
    "\ud83d\ude00"
  };

  private Mutations() {}

  static byte[] mutate(byte[] original, Random random) {
    byte[] bytes = original;
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times; i++) {
      bytes = once(bytes, random);
    }
    return bytes;
  }

  private static byte[] once(byte[] bytes, Random random) {
    if (bytes.length < 2) {
      return new byte[] {(byte) random.nextInt()};
    }
    int from = random.nextInt(bytes.length);
    int to = from + random.nextInt(Math.min(40, bytes.length - from));
    return switch (random.nextInt(5)) {
      case 0 -> splice(bytes, from, from + 1, new byte[] {(byte) random.nextInt()});
      case 1 -> splice(bytes, from, to, new byte[0]);
      case 2 -> splice(bytes, from, from, snippet(random));
      case 3 -> splice(bytes, from, from, java.util.Arrays.copyOfRange(bytes, from, to));
      default -> java.util.Arrays.copyOf(bytes, from);
    };
  }

  private static byte[] snippet(Random random) {
    return SNIPPETS[random.nextInt(SNIPPETS.length)].getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] with) {
    var spliced = new ByteArrayOutputStream(bytes.length + with.length);
    spliced.write(bytes, 0, from);
    spliced.writeBytes(with);
    spliced.write(bytes, to, bytes.length - to);
    return spliced.toByteArray();
  }
}
