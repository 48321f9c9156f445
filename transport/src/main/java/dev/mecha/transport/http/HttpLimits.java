package dev.mecha.transport.http;

import java.time.Duration;

/**
 * What an HTTP server puts up with.
 *
 * @param maxBodyBytes the largest request body that is read; 0 or less for no limit
 * @param maxHeaderBytes the largest request header; 4,096 bytes more are put up with, as by the
 *     peer
 * @param headerTimeout how long the header of a request may take, from the connection's start or
 *     from its own first byte
 * @param idleTimeout how long a connection may stay without any traffic; zero for as long as it
 *     likes
 */
public record HttpLimits(
    long maxBodyBytes, int maxHeaderBytes, Duration headerTimeout, Duration idleTimeout) {

  /** The limits of the API server when no flag is given. */
  public static final HttpLimits DEFAULTS =
      new HttpLimits(4 << 20, 4 << 10, Duration.ofSeconds(10), Duration.ZERO);

  /** Checks the ranges. */
  public HttpLimits {
    if (maxHeaderBytes < 0) {
      throw new IllegalArgumentException("maxHeaderBytes: " + maxHeaderBytes + " (expected: >= 0)");
    }
    if (headerTimeout.isNegative() || headerTimeout.isZero()) {
      throw new IllegalArgumentException("headerTimeout: " + headerTimeout + " (expected: > 0)");
    }
    if (idleTimeout.isNegative()) {
      throw new IllegalArgumentException("idleTimeout: " + idleTimeout + " (expected: >= 0)");
    }
  }

  /**
   * Changes the sizes.
   *
   * @param bodyBytes the largest request body; 0 or less for no limit
   * @param headerBytes the largest request header
   * @return the same limits with these sizes
   */
  public HttpLimits withSizes(long bodyBytes, int headerBytes) {
    return new HttpLimits(bodyBytes, headerBytes, headerTimeout, idleTimeout);
  }

  /**
   * Changes the timeouts.
   *
   * @param header how long the header of a request may take
   * @param idle how long a connection may stay without any traffic; zero for as long as it likes
   * @return the same limits with these timeouts
   */
  public HttpLimits withTimeouts(Duration header, Duration idle) {
    return new HttpLimits(maxBodyBytes, maxHeaderBytes, header, idle);
  }
}
