package dev.mecha.acceptance.process;

import com.google.protobuf.Any;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.StatusProto;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** A service of an application, of which no sidecar has ever heard. Its messages are bytes. */
public final class EchoCalls {

  /** Its name. */
  public static final String SERVICE = "acceptance.v1.Echo";

  /** One message there, the same back. */
  public static final MethodDescriptor<byte[], byte[]> UNARY = method("Unary", MethodType.UNARY);

  /** A number there, as many messages back. */
  public static final MethodDescriptor<byte[], byte[]> DOWN =
      method("Down", MethodType.SERVER_STREAMING);

  /** Any number of messages there, the number of their bytes back. */
  public static final MethodDescriptor<byte[], byte[]> UP =
      method("Up", MethodType.CLIENT_STREAMING);

  /** Each message comes back. */
  public static final MethodDescriptor<byte[], byte[]> BOTH =
      method("Both", MethodType.BIDI_STREAMING);

  /** Comes back in the answer's header metadata as {@code x-seen}. */
  public static final Metadata.Key<String> SENT = text("x-sent");

  /** What came as {@link #SENT}. */
  public static final Metadata.Key<String> SEEN = text("x-seen");

  /** Comes back under the same name. */
  public static final Metadata.Key<byte[]> BYTES =
      Metadata.Key.of("x-bytes-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /** What came as {@code dapr-api-token}. */
  public static final Metadata.Key<String> TOKEN_SEEN = text("x-token-seen");

  /** Who called, as the application was told. */
  public static final Metadata.Key<String> CALLER_SEEN = text("x-caller-seen");

  /** At the end of each answer. */
  public static final Metadata.Key<String> TRAILER = text("x-trailer");

  private EchoCalls() {}

  /**
   * @param name of a metadata entry that is text
   * @return its key
   */
  public static Metadata.Key<String> text(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  /**
   * @param failure of a call
   * @return the details that came with its status; empty if none did
   */
  public static List<Any> details(Throwable failure) {
    com.google.rpc.Status status = StatusProto.fromThrowable(failure);
    return status == null ? List.of() : status.getDetailsList();
  }

  static void copy(Metadata from, Metadata to) {
    copy(from, SENT, to, SEEN);
    copy(from, BYTES, to, BYTES);
    copy(from, text("dapr-api-token"), to, TOKEN_SEEN);
    copy(from, text("dapr-caller-app-id"), to, CALLER_SEEN);
  }

  private static <T> void copy(
      Metadata from, Metadata.Key<T> key, Metadata to, Metadata.Key<T> other) {
    Iterable<T> values = from.getAll(key);
    if (values != null) {
      values.forEach(value -> to.put(other, value));
    }
  }

  private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
    return MethodDescriptor.<byte[], byte[]>newBuilder(Plain.BYTES, Plain.BYTES)
        .setFullMethodName(SERVICE + "/" + name)
        .setType(type)
        .build();
  }

  private enum Plain implements MethodDescriptor.Marshaller<byte[]> {
    BYTES;

    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream message) {
      try {
        return message.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
