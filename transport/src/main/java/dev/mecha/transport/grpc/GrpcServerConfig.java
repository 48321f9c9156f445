package dev.mecha.transport.grpc;

import dev.mecha.transport.listen.ListenOn;

/**
 * How a gRPC server is set up.
 *
 * @param listenOn where it listens
 * @param maxMessageBytes the largest message that is read or sent; 0 or less for no limit
 * @param maxHeaderListBytes the largest sum of a call's metadata, as HTTP/2 counts it
 * @param links whether sidecars of ours may have links to it in place of HTTP/2
 */
public record GrpcServerConfig(
    ListenOn listenOn, int maxMessageBytes, int maxHeaderListBytes, boolean links) {

  /**
   * Sets a server up with the limits of the API server when no flag is given.
   *
   * @param listenOn where it listens
   * @return the configuration
   */
  public static GrpcServerConfig on(ListenOn listenOn) {
    return new GrpcServerConfig(listenOn, 4 << 20, 4 << 20, false);
  }

  /**
   * Changes the limits.
   *
   * @param messageBytes the largest message; 0 or less for no limit
   * @param headerListBytes the largest sum of a call's metadata
   * @return the same configuration with these limits
   */
  public GrpcServerConfig withLimits(int messageBytes, int headerListBytes) {
    return new GrpcServerConfig(listenOn, messageBytes, headerListBytes, links);
  }

  /**
   * Lets sidecars of ours have links to it.
   *
   * @return the same configuration with links
   */
  public GrpcServerConfig withLinks() {
    return new GrpcServerConfig(listenOn, maxMessageBytes, maxHeaderListBytes, true);
  }

  /**
   * Returns the limit of messages.
   *
   * @return bytes; no limit is written as the largest number
   */
  public int messageLimit() {
    return maxMessageBytes > 0 ? maxMessageBytes : Integer.MAX_VALUE;
  }
}
