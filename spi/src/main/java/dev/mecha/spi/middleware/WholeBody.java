package dev.mecha.spi.middleware;

import org.jspecify.annotations.Nullable;

/** A body that is there. */
final class WholeBody implements HttpBody {

  private final byte[] bytes;
  private boolean taken;

  WholeBody(byte[] bytes) {
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
