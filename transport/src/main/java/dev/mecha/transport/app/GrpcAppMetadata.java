package dev.mecha.transport.app;

import dev.mecha.kernel.channel.GrpcHeaders;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.observe.GrpcTrace;
import io.grpc.Metadata;
import java.util.Base64;

/** Headers as an application that speaks gRPC gets them. */
final class GrpcAppMetadata {

  private GrpcAppMetadata() {}

  /** With the application's token in place of whatever came under its name. */
  static Metadata of(Headers headers, AppToken token) {
    var metadata = new Metadata();
    headers.forEach((name, value) -> put(metadata, name, value));
    GrpcTrace.complete(metadata);
    Metadata.Key<String> key = Metadata.Key.of(AppToken.HEADER, Metadata.ASCII_STRING_MARSHALLER);
    metadata.discardAll(key);
    if (!token.value().isEmpty()) {
      metadata.put(key, token.value());
    }
    return metadata;
  }

  private static void put(Metadata metadata, String name, String value) {
    String key = GrpcHeaders.toGrpc(name);
    try {
      if (GrpcHeaders.isText(key)) {
        metadata.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
      } else {
        metadata.put(
            Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER),
            Base64.getDecoder().decode(value));
      }
    } catch (IllegalArgumentException e) {
      // A name or value that gRPC cannot carry stays behind.
    }
  }
}
