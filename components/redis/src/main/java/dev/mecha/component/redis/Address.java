package dev.mecha.component.redis;

import dev.mecha.spi.InvalidMetadataException;
import java.util.Arrays;
import java.util.List;

/**
 * Where a server listens.
 *
 * @param host a name or an IP address, without brackets
 * @param port from 1 to 65535
 */
record Address(String host, int port) {

  private static final int DEFAULT_PORT = 6379;

  /**
   * @param text one or more of {@code host}, {@code host:port}, {@code [v6]:port}, separated by
   *     commas
   * @param port for the hosts that name none; 0 for 6379
   * @return the addresses; never empty
   * @throws InvalidMetadataException if a host names another port than {@code port}, or none is a
   *     host
   */
  static List<Address> parse(String text, int port) {
    List<Address> addresses =
        Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(host -> !host.isEmpty())
            .map(host -> parseOne(host, port))
            .toList();
    if (addresses.isEmpty()) {
      throw invalid(text);
    }
    return addresses;
  }

  private static Address parseOne(String text, int port) {
    int bracket = text.indexOf(']');
    int colon = text.lastIndexOf(':');
    boolean bareV6 = bracket < 0 && colon != text.indexOf(':');
    if (bareV6 || colon < 0 || bracket == text.length() - 1) {
      return new Address(unwrap(text), port == 0 ? DEFAULT_PORT : port);
    }
    Address address = new Address(unwrap(text.substring(0, colon)), port(text, colon + 1));
    if (port != 0 && port != address.port) {
      throw new InvalidMetadataException(
          String.format(
              "redis host \"%s\" already contains port %d, but redisPort is set to %d; "
                  + "either remove the port from redisHost or remove the redisPort setting",
              text, address.port, port));
    }
    return address;
  }

  private static String unwrap(String host) {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    if (bare.isEmpty()) {
      throw invalid(host);
    }
    return bare;
  }

  private static int port(String text, int start) {
    try {
      int port = Integer.parseInt(text.substring(start));
      if (port >= 1 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw invalid(text);
  }

  private static InvalidMetadataException invalid(String text) {
    return new InvalidMetadataException(
        "redisHost: \"" + text + "\" (expected: host or host:port, several separated by commas)");
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
