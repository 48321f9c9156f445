package dev.mecha.component.wasm;

import dev.mecha.spi.middleware.HttpBody;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A body that a guest may read. What it reads is kept, and those further down read it again; the
 * rest streams past the guest. If the guest writes, that stands in the place of the whole.
 */
final class ReadBody {

  private final HttpBody body;
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private byte[] piece = {};
  private int position;
  private boolean ended;
  private @Nullable ByteArrayOutputStream written;

  ReadBody(HttpBody body) {
    this.body = body;
  }

  /** Reads as many bytes as there are, up to a limit; fewer only at the end. */
  byte[] read(int limit) throws InterruptedException {
    var taken = new ByteArrayOutputStream(Math.min(limit, 64 << 10));
    while (taken.size() < limit && fill()) {
      int length = Math.min(limit - taken.size(), piece.length - position);
      taken.write(piece, position, length);
      position += length;
    }
    return taken.toByteArray();
  }

  /** Tells whether all has been read. */
  boolean ended() throws InterruptedException {
    return !fill();
  }

  private boolean fill() throws InterruptedException {
    while (!ended && position == piece.length) {
      byte[] next = body.next();
      if (next == null) {
        ended = true;
      } else {
        piece = next;
        position = 0;
        read.writeBytes(next);
      }
    }
    return !ended;
  }

  void write(byte[] bytes) {
    if (written == null) {
      written = new ByteArrayOutputStream();
    }
    written.writeBytes(bytes);
  }

  /** Returns the body as those further down see it. */
  HttpBody result() {
    if (written != null) {
      body.close();
      return HttpBody.of(written.toByteArray());
    }
    return read.size() == 0 ? body : new Replayed(read.toByteArray(), body);
  }

  /** What was read, and then the rest. */
  private static final class Replayed implements HttpBody {

    private final HttpBody rest;
    private byte @Nullable [] beginning;

    Replayed(byte[] beginning, HttpBody rest) {
      this.beginning = Arrays.copyOf(beginning, beginning.length);
      this.rest = rest;
    }

    @Override
    public long length() {
      return rest.length();
    }

    @Override
    public boolean arrived() {
      return rest.arrived();
    }

    @Override
    public byte @Nullable [] next() throws InterruptedException {
      byte[] first = beginning;
      beginning = null;
      return first != null ? first : rest.next();
    }

    @Override
    public void close() {
      rest.close();
    }
  }
}
