package dev.mecha.transport.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;

/**
 * The message of a call, or why it cannot be read. A marshaller that throws is taken for a fault of
 * the server by grpc-java, which then tells the client nothing and the log everything.
 *
 * @param <Q> the request message
 */
sealed interface Incoming<Q> {

  /** A message that could be read. */
  record Message<Q>(Q message) implements Incoming<Q> {}

  /** Bytes that are no such message. */
  record Malformed<Q>(Status why) implements Incoming<Q> {}

  /** Describes the same method with messages that may be malformed. */
  static <Q, R> MethodDescriptor<Incoming<Q>, R> of(MethodDescriptor<Q, R> method) {
    return method.toBuilder(reader(method.getRequestMarshaller()), method.getResponseMarshaller())
        .build();
  }

  private static <Q> Marshaller<Incoming<Q>> reader(Marshaller<Q> messages) {
    return new Marshaller<>() {
      @Override
      public InputStream stream(Incoming<Q> value) {
        throw new UnsupportedOperationException("a server sends no requests");
      }

      @Override
      public Incoming<Q> parse(InputStream bytes) {
        try {
          return new Message<>(messages.parse(bytes));
        } catch (StatusRuntimeException e) {
          return new Malformed<>(why(e));
        }
      }
    };
  }

  private static Status why(StatusRuntimeException e) {
    Status status = e.getStatus();
    // As the peer says it; larger than allowed once it is decompressed keeps its own code.
    return status.getCode() == Status.Code.INTERNAL
        ? Status.INTERNAL.withDescription(
            "grpc: error unmarshalling request: " + status.getDescription())
        : status;
  }
}
