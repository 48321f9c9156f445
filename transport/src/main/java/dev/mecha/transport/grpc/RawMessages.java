package dev.mecha.transport.grpc;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Messages that are passed on as they are. */
enum RawMessages implements Marshaller<byte[]> {
  INSTANCE;

  @Override
  public InputStream stream(byte[] message) {
    return new Stream(message);
  }

  @Override
  public byte[] parse(InputStream message) {
    try {
      if (message instanceof KnownLength) {
        var bytes = new byte[message.available()];
        message.readNBytes(bytes, 0, bytes.length);
        return bytes;
      }
      return message.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says how long it is, and gives its bytes away in one go: nothing is copied on the way. */
  private static final class Stream extends ByteArrayInputStream implements KnownLength, Drainable {

    Stream(byte[] message) {
      super(message);
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      int drained = count - pos;
      target.write(buf, pos, drained);
      pos = count;
      return drained;
    }
  }
}
