package dev.mecha.kernel.channel;

import org.jspecify.annotations.Nullable;

/**
 * A service outside that speaks HTTP.
 *
 * @param baseUrl where it is: {@code http://} or {@code https://}, a host, maybe a port and the
 *     beginning of a path
 * @param headers set on every request; may hold secrets
 * @param rootCa the authorities that it is trusted by, in PEM, or null for the well-known ones
 * @param certificate what is shown to it, in PEM, or null for nothing
 * @param privateKey of the certificate, in PEM, or null
 */
public record HttpEndpoint(
    String baseUrl,
    Headers headers,
    @Nullable String rootCa,
    @Nullable String certificate,
    @Nullable String privateKey) {

  /**
   * An endpoint that is known by its address only.
   *
   * @param url where it is
   * @return the endpoint
   */
  public static HttpEndpoint of(String url) {
    return new HttpEndpoint(url, new Headers(), null, null, null);
  }

  /** The address only: the rest may be secrets. */
  @Override
  public String toString() {
    return baseUrl;
  }
}
