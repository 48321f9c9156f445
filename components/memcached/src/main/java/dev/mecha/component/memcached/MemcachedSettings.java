package dev.mecha.component.memcached;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The metadata of {@code state.memcached}.
 *
 * @param hosts the servers; never empty, and their order says which has which keys
 * @param connections to each server, at least 1
 * @param timeout of a call, and of a connection that is made; at least a millisecond
 */
record MemcachedSettings(List<Address> hosts, int connections, Duration timeout) {

  private static final int PORT = 11211;

  /**
   * Where a server is.
   *
   * @param host its name or address
   * @param port its port
   */
  record Address(String host, int port) {

    static Address parse(String text) {
      URI uri = URI.create("memcached://" + text);
      if (uri.getHost() == null || uri.getUserInfo() != null || !uri.getPath().isEmpty()) {
        throw new IllegalArgumentException(text);
      }
      return new Address(uri.getHost(), uri.getPort() < 0 ? PORT : uri.getPort());
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * @param metadata of the component
   * @return the settings
   * @throws InvalidMetadataException if a field is missing or wrong
   */
  static MemcachedSettings of(ComponentMetadata metadata) {
    var hosts = metadata.property("hosts");
    hosts.required();
    var timeout = metadata.property("timeout");
    Duration given = timeout.duration(Duration.ofSeconds(1), Duration.ofMillis(1));
    List<String> names = hosts.list();
    return new MemcachedSettings(
        hosts.parse(
            "host:port, with commas between several",
            text -> names.stream().map(Address::parse).toList()),
        metadata.property("maxIdleConnections").integer(1, 1),
        given.toMillis() >= 1
            ? given
            : timeout.parse("a duration of at least 1ms", MemcachedSettings::refuse));
  }

  private static Duration refuse(String text) {
    throw new IllegalArgumentException(text);
  }
}
