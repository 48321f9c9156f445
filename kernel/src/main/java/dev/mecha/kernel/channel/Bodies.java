package dev.mecha.kernel.channel;

import java.io.ByteArrayOutputStream;

/** What is common to all bodies. */
final class Bodies {

  static final byte[] NOTHING = {};

  private Bodies() {}

  /** Collects the rest of a body; a single piece is not copied. */
  static byte[] readAll(Body body) throws InterruptedException {
    byte[] first = body.next();
    if (first == null) {
      return NOTHING;
    }
    byte[] piece = body.next();
    if (piece == null) {
      return first;
    }
    var all = new ByteArrayOutputStream(Math.max(first.length + piece.length, 4096));
    all.writeBytes(first);
    for (; piece != null; piece = body.next()) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }
}
