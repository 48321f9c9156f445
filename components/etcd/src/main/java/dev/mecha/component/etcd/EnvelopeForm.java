package dev.mecha.component.etcd;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Duration;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.Timestamp;
import com.google.protobuf.WireFormat;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.time.Time;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * Version 2: a message of three fields, the value (1), when it was written (2) and how long it
 * lives (3).
 *
 * @param clock tells when a value is written
 */
record EnvelopeForm(Time clock) implements ValueForm {

  private static final int DATA = 1;
  private static final int WRITTEN = 2;
  private static final int LIFE = 3;

  @Override
  public byte[] encode(byte[] value, int seconds) {
    Instant now = clock.instant();
    var bytes = new ByteArrayOutputStream(value.length + 32);
    try {
      var out = CodedOutputStream.newInstance(bytes);
      if (value.length > 0) {
        out.writeByteArray(DATA, value);
      }
      out.writeMessage(
          WRITTEN,
          Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build());
      if (seconds > 0) {
        out.writeMessage(LIFE, Duration.newBuilder().setSeconds(seconds).build());
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  /** The peer writes a life of no length for values that live for ever. */
  @Override
  public Kept decode(String key, byte[] stored) {
    var value = ByteString.EMPTY;
    var written = Timestamp.newBuilder();
    var life = Duration.newBuilder();
    try {
      CodedInputStream in = CodedInputStream.newInstance(stored);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (WireFormat.getTagFieldNumber(tag)) {
          case DATA -> value = in.readBytes();
          case WRITTEN -> in.readMessage(written, ExtensionRegistryLite.getEmptyRegistry());
          case LIFE -> in.readMessage(life, ExtensionRegistryLite.getEmptyRegistry());
          default -> in.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw new ComponentException(
          key + ": what is there is not of version v2 of state.etcd: " + e.getMessage(), e);
    }
    return new Kept(
        value.toByteArray(),
        life.getSeconds() > 0
            ? Instant.ofEpochSecond(written.getSeconds() + life.getSeconds(), written.getNanos())
            : null);
  }
}
