package dev.mecha.kernel.channel;

import org.jspecify.annotations.Nullable;

/** A body that is there. */
final class Bytes implements Body {

  private final byte[] bytes;
  private boolean taken;

  Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public boolean arrived() {
    return true;
  }

  @Override
  public byte @Nullable [] next() {
    if (taken || bytes.length == 0) {
      return null;
    }
    taken = true;
    return bytes;
  }

  @Override
  public void close() {
    taken = true;
  }
}
