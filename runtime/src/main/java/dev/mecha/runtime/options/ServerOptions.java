package dev.mecha.runtime.options;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The doors of a sidecar.
 *
 * @param httpPort the HTTP API; 0 for a free port
 * @param grpcPort the gRPC API; 0 for a free port
 * @param internalGrpcPort for other sidecars; empty for a stable port made from the app id
 * @param internalListenAddress where it listens; empty for all interfaces
 * @param listenAddresses where both APIs listen; IPv6 addresses in brackets
 * @param publicPort health and metadata only; empty for none
 * @param publicListenAddress where it listens; empty for all interfaces
 * @param unixDomainSocket the folder of the sockets that replace both API ports, or null
 * @param allowedOrigins of cross-origin requests; empty for no CORS, {@code *} for all
 * @param maxBodySize the most bytes of a request's body, and of a gRPC message
 * @param readBufferSize the most bytes of a request's headers
 * @param http2 whether the HTTP API speaks HTTP/2 in clear text
 */
public record ServerOptions(
    int httpPort,
    int grpcPort,
    OptionalInt internalGrpcPort,
    String internalListenAddress,
    List<String> listenAddresses,
    OptionalInt publicPort,
    String publicListenAddress,
    @Nullable Path unixDomainSocket,
    List<String> allowedOrigins,
    long maxBodySize,
    long readBufferSize,
    boolean http2) {

  /**
   * @return the peer's defaults
   */
  public static ServerOptions defaults() {
    return new ServerOptions(
        3500,
        50001,
        OptionalInt.empty(),
        "",
        List.of("[::1]", "127.0.0.1"),
        OptionalInt.empty(),
        "",
        null,
        List.of(),
        4 << 20,
        4 << 10,
        true);
  }

  /**
   * @param http the HTTP API's port; 0 for a free one
   * @param grpc the gRPC API's port; 0 for a free one
   * @return the same doors on these ports
   */
  public ServerOptions withPorts(int http, int grpc) {
    return new ServerOptions(
        http,
        grpc,
        internalGrpcPort,
        internalListenAddress,
        listenAddresses,
        publicPort,
        publicListenAddress,
        unixDomainSocket,
        allowedOrigins,
        maxBodySize,
        readBufferSize,
        http2);
  }

  /**
   * @param addresses where both APIs listen
   * @return the same doors on these addresses
   */
  public ServerOptions withListenAddresses(List<String> addresses) {
    return new ServerOptions(
        httpPort,
        grpcPort,
        internalGrpcPort,
        internalListenAddress,
        List.copyOf(addresses),
        publicPort,
        publicListenAddress,
        unixDomainSocket,
        allowedOrigins,
        maxBodySize,
        readBufferSize,
        http2);
  }
}
