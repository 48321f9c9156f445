package dev.mecha.transport.link;

import io.grpc.KnownLength;
import io.netty.buffer.ByteBuf;
import java.io.InputStream;

/** A message that has come, as marshallers want it. Valid only while it is parsed. */
final class MessageInput extends InputStream implements KnownLength {

  private final ByteBuf bytes;

  MessageInput(ByteBuf bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    return bytes.isReadable() ? bytes.readUnsignedByte() : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    int read = Math.min(length, bytes.readableBytes());
    if (read == 0) {
      return -1;
    }
    bytes.readBytes(into, offset, read);
    return read;
  }

  @Override
  public byte[] readAllBytes() {
    var all = new byte[bytes.readableBytes()];
    bytes.readBytes(all);
    return all;
  }

  @Override
  public int available() {
    return bytes.readableBytes();
  }
}
