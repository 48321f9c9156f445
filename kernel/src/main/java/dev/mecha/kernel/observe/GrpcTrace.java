package dev.mecha.kernel.observe;

import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.kernel.trace.Traceparent;
import io.grpc.Metadata;

/**
 * A place in a trace on its way through gRPC: in the binary form that the peer's programs read, and
 * in the text form that OpenTelemetry's do.
 */
public final class GrpcTrace {

  /** The binary form of {@code traceparent}. */
  public static final Metadata.Key<byte[]> BINARY =
      Metadata.Key.of("grpc-trace-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private static final Metadata.Key<String> PARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> STATE =
      Metadata.Key.of("tracestate", Metadata.ASCII_STRING_MARSHALLER);

  private GrpcTrace() {}

  /**
   * Takes a request's place in its trace along to whoever is called, in place of what its caller
   * wrote. Does nothing if it is in no trace.
   *
   * @param metadata of the call
   * @param trace the request's place
   */
  public static void put(Metadata metadata, TraceContext trace) {
    if (trace.traceparent().isEmpty() || trace.traceparent().equals(Traceparent.NO_TRACE)) {
      return;
    }
    metadata.discardAll(PARENT);
    metadata.put(PARENT, trace.traceparent());
    putBinary(metadata, trace.traceparent());
    if (!trace.tracestate().isEmpty()) {
      metadata.discardAll(STATE);
      metadata.put(STATE, trace.tracestate());
    }
  }

  /**
   * Adds the binary form of a {@code traceparent} that is there already, of zeros too.
   *
   * @param metadata of the call; unchanged if it has none that is well-formed
   */
  public static void complete(Metadata metadata) {
    String written = metadata.get(PARENT);
    if (written == null) {
      return;
    }
    String parent = written.equals(Traceparent.NO_TRACE) ? written : Traceparent.parse(written);
    if (parent != null) {
      putBinary(metadata, parent);
    }
  }

  private static void putBinary(Metadata metadata, String parent) {
    metadata.discardAll(BINARY);
    metadata.put(BINARY, Traceparent.toBinary(parent));
  }
}
