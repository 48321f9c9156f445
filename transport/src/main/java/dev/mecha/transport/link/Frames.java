package dev.mecha.transport.link;

import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How links write things down. */
final class Frames {

  /**
   * What both sides begin with. As long as HTTP/2's greeting, so that a server of HTTP/2 sees at
   * once that it is another one, and different from its first byte on, so that ours does.
   */
  private static final byte[] GREETING =
      "MECHA-LINK/1 SIDECAR\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** The largest frame. Messages go in pieces; metadata has to fit. */
  static final int MOST_BYTES = 8 << 20;

  /** The largest piece of a message that does not fit into the window as a whole. */
  static final int PIECE = 64 << 10;

  /** How much of the messages of one call may be on its way before it is read. */
  static final int WINDOW = 256 << 10;

  private static final int TYPE_AND_CALL = 5;

  /** As HTTP/2 counts each header beyond its name and value. */
  private static final int PER_HEADER = 32;

  private Frames() {}

  /** The bytes of a greeting. */
  static int greetingLength() {
    return GREETING.length;
  }

  static byte firstOfGreeting() {
    return GREETING[0];
  }

  static void writeGreeting(ByteBuf out) {
    out.writeBytes(GREETING);
  }

  /** Takes a greeting, or whatever is in its place. */
  static boolean readGreeting(ByteBuf in) {
    byte[] read = new byte[GREETING.length];
    in.readBytes(read);
    return Arrays.equals(read, GREETING);
  }

  /** What takes the frames apart, without their lengths. */
  static ChannelHandler decoder() {
    return new LengthFieldBasedFrameDecoder(MOST_BYTES, 0, 4, 0, 4);
  }

  /** Writes the beginning of a frame whose length is known. */
  static void begin(ByteBuf out, FrameType type, int call, int payload) {
    out.ensureWritable(4 + TYPE_AND_CALL + payload);
    out.writeInt(TYPE_AND_CALL + payload).writeByte(type.number()).writeInt(call);
  }

  /**
   * Writes the beginning of a frame whose length is not known yet.
   *
   * @return where it begins, for {@link #end}
   */
  static int begin(ByteBuf out, FrameType type, int call) {
    int at = out.writerIndex();
    begin(out, type, call, 0);
    return at;
  }

  static void end(ByteBuf out, int at) {
    out.setInt(at, out.writerIndex() - at - 4);
  }

  static void writeText(ByteBuf out, String text) {
    int at = out.writerIndex();
    out.writeInt(0);
    out.setInt(at, ByteBufUtil.writeUtf8(out, text));
  }

  static String readText(ByteBuf in) {
    return in.readString(in.readInt(), StandardCharsets.UTF_8);
  }

  static void writeStatus(ByteBuf out, Status status) {
    out.writeByte(status.getCode().value());
    String description = status.getDescription();
    out.writeBoolean(description != null);
    if (description != null) {
      writeText(out, description);
    }
  }

  static Status readStatus(ByteBuf in) {
    Status status = Status.fromCodeValue(in.readByte());
    return in.readBoolean() ? status.withDescription(readText(in)) : status;
  }

  static void writeMetadata(ByteBuf out, Metadata metadata) {
    byte[][] namesAndValues = InternalMetadata.serialize(metadata);
    out.writeInt(namesAndValues.length);
    for (byte[] bytes : namesAndValues) {
      out.writeInt(bytes.length).writeBytes(bytes);
    }
  }

  /**
   * Reads metadata.
   *
   * @throws io.grpc.StatusRuntimeException if there is more of it than allowed
   * @throws IllegalArgumentException if it is malformed
   */
  static Metadata readMetadata(ByteBuf in, int maxBytes) {
    int count = in.readInt();
    // Each takes 4 bytes at least.
    if (count < 0 || count % 2 != 0 || count > in.readableBytes() / 4) {
      throw new IllegalArgumentException("malformed metadata");
    }
    long size = in.readableBytes() + (long) count / 2 * PER_HEADER - 4L * count;
    if (size > maxBytes) {
      throw Status.INTERNAL
          .withDescription("Header size exceeded max allowed size (" + maxBytes + ")")
          .asRuntimeException();
    }
    var namesAndValues = new byte[count][];
    for (int i = 0; i < count; i++) {
      int length = in.readInt();
      if (length < 0 || length > in.readableBytes()) {
        throw new IllegalArgumentException("malformed metadata");
      }
      namesAndValues[i] = new byte[length];
      in.readBytes(namesAndValues[i]);
    }
    return InternalMetadata.newMetadata(namesAndValues);
  }
}
