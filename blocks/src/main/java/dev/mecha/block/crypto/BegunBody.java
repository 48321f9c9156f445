package dev.mecha.block.crypto;

import dev.mecha.kernel.channel.Body;
import org.jspecify.annotations.Nullable;

/** A body whose first piece was taken before. */
final class BegunBody implements Body {

  private final Body rest;
  private byte @Nullable [] first;

  BegunBody(byte[] first, Body rest) {
    this.first = first;
    this.rest = rest;
  }

  @Override
  public long length() {
    return UNKNOWN;
  }

  @Override
  public boolean arrived() {
    return false;
  }

  @Override
  public byte @Nullable [] next() throws InterruptedException {
    byte[] piece = first;
    first = null;
    return piece == null ? rest.next() : piece;
  }

  @Override
  public void close() {
    rest.close();
  }
}
