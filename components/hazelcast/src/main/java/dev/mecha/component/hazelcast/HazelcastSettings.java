package dev.mecha.component.hazelcast;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.time.Duration;
import java.util.List;

/**
 * The metadata of {@code state.hazelcast}.
 *
 * @param servers members of the cluster as {@code host:port}; never empty
 * @param map that has the values
 * @param cluster its name
 * @param timeout of a call, and of the first connection; at least a second
 */
record HazelcastSettings(List<String> servers, String map, String cluster, Duration timeout) {

  /**
   * @param metadata of the component
   * @return the settings
   * @throws InvalidMetadataException if a field is missing or wrong
   */
  static HazelcastSettings of(ComponentMetadata metadata) {
    var servers = metadata.property("hazelcastServers");
    servers.required();
    var timeout = metadata.property("timeout");
    Duration given = timeout.duration(Duration.ofSeconds(10));
    return new HazelcastSettings(
        servers.list(),
        metadata.property("hazelcastMap").required(),
        metadata.property("clusterName").text("dev"),
        given.compareTo(Duration.ofSeconds(1)) >= 0
            ? given
            : timeout.parse("a duration of at least 1s", HazelcastSettings::refuse));
  }

  private static Duration refuse(String text) {
    throw new IllegalArgumentException(text);
  }

  @Override
  public String toString() {
    return "hazelcast at " + String.join(",", servers);
  }
}
