package dev.mecha.component.bindings;

import dev.mecha.spi.ComponentMetadata;
import java.time.Duration;

/**
 * How a service is called.
 *
 * @param url its address, to which a request may add a path
 * @param responseTimeout for a whole call; zero for any time
 * @param maxResponseBytes what is read of an answer; 0 or less for all
 * @param securityTokenHeader the header that carries the token, or empty
 * @param securityToken the token, or empty
 * @param errorIfNot2XX whether an answer of another status is a failure
 * @param tls whom to trust, and what to show
 */
record HttpSettings(
    String url,
    Duration responseTimeout,
    long maxResponseBytes,
    String securityTokenHeader,
    String securityToken,
    boolean errorIfNot2XX,
    HttpTls tls) {

  private static final long DEFAULT_MAX = 100L << 20;

  static HttpSettings of(ComponentMetadata metadata) {
    var max = metadata.property("maxResponseBodySize");
    return new HttpSettings(
        metadata.property("url").required(),
        metadata.property("responseTimeout").duration(Duration.ZERO),
        max.isPresent()
            ? max.parse("a number of bytes such as 100, 1k, 10Ki or 1G", Quantity::bytes)
            : DEFAULT_MAX,
        metadata.property("securityTokenHeader").text(""),
        metadata.property("securityToken").secret().text(""),
        metadata.property("errorIfNot2XX").flag(true),
        HttpTls.of(metadata));
  }

  /** The address only: the rest may be secrets. */
  @Override
  public String toString() {
    return url;
  }
}
