package dev.mecha.transport.grpc;

import com.google.protobuf.MessageLite;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcExchange;
import dev.mecha.kernel.trace.ActiveSpan;
import dev.mecha.kernel.trace.TraceContext;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A call of the gRPC door. What a unary one is answered is kept until the virtual thread has ended.
 */
class CallExchange implements GrpcExchange {

  private final Endpoint endpoint;
  private final String path;
  private final Metadata requestMetadata;
  private final Object request;
  private final Metadata responseMetadata = new Metadata();
  private TraceContext trace = TraceContext.NONE;
  private ActiveSpan span = ActiveSpan.NONE;
  private @Nullable ApiError error;
  private @Nullable Object response;

  CallExchange(Endpoint endpoint, String fullMethodName, Metadata metadata, Object request) {
    this.endpoint = endpoint;
    this.path = "/" + fullMethodName;
    this.requestMetadata = metadata;
    this.request = request;
  }

  @Override
  public Protocol protocol() {
    return Protocol.GRPC;
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public String verb() {
    return "POST";
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Metadata requestMetadata() {
    return requestMetadata;
  }

  @Override
  public Metadata responseMetadata() {
    return responseMetadata;
  }

  @Override
  public @Nullable String requestHeader(String name) {
    return isBinary(name) ? null : requestMetadata.get(key(name));
  }

  @Override
  public List<String> requestHeaders(String name) {
    Iterable<String> values = isBinary(name) ? null : requestMetadata.getAll(key(name));
    var list = new ArrayList<String>();
    if (values != null) {
      values.forEach(list::add);
    }
    return list;
  }

  @Override
  public void removeRequestHeader(String name) {
    if (!isBinary(name)) {
      requestMetadata.discardAll(key(name));
    }
  }

  @Override
  public void responseHeader(String name, String value) {
    Metadata.Key<String> key = key(name);
    responseMetadata.discardAll(key);
    responseMetadata.put(key, value);
  }

  private static boolean isBinary(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(Metadata.BINARY_HEADER_SUFFIX);
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  /** Answers with a message; the first answer counts. */
  void respond(Object message) {
    if (error == null && response == null) {
      response = message;
    }
  }

  @Override
  public void fail(ApiError error) {
    if (this.error == null && response == null) {
      this.error = error;
    }
  }

  /** Returns the message to answer with, or null. */
  @Nullable Object response() {
    return response;
  }

  @Override
  public @Nullable ApiError error() {
    return error;
  }

  @Override
  public int status() {
    return (error == null ? Status.Code.OK : error.grpcCode()).value();
  }

  @Override
  public long requestSize() {
    return size(request);
  }

  @Override
  public long responseSize() {
    return response == null ? 0 : size(response);
  }

  /** Returns the bytes of a message on the wire; 0 if it is not of protobuf's making. */
  static int size(Object message) {
    return message instanceof MessageLite proto ? proto.getSerializedSize() : 0;
  }

  @Override
  public TraceContext trace() {
    return trace;
  }

  @Override
  public void trace(TraceContext trace) {
    this.trace = trace;
  }

  @Override
  public ActiveSpan span() {
    return span;
  }

  @Override
  public void span(ActiveSpan span) {
    this.span = span;
  }
}
