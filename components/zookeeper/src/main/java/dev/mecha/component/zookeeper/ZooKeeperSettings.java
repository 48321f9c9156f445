package dev.mecha.component.zookeeper;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.time.Duration;
import java.util.List;

/**
 * The metadata of {@code state.zookeeper}.
 *
 * @param servers as {@code host:port}; never empty
 * @param sessionTimeout after which the servers forget a client that they do not hear; at least a
 *     second
 * @param mostBytes of one answer, at least a mebibyte
 * @param root below which the nodes are: empty, or with a slash before every name
 */
record ZooKeeperSettings(
    List<String> servers, Duration sessionTimeout, int mostBytes, String root) {

  private static final int MEBIBYTE = 1 << 20;

  /**
   * @param metadata of the component
   * @return the settings
   * @throws InvalidMetadataException if a field is missing or wrong
   */
  static ZooKeeperSettings of(ComponentMetadata metadata) {
    var servers = metadata.property("servers");
    servers.required();
    var session = metadata.property("sessionTimeout");
    Duration given = session.duration(Duration.ofSeconds(10));
    var path = metadata.property("keyPrefixPath");
    return new ZooKeeperSettings(
        servers.parse("host:port, with commas between several", text -> addresses(servers.list())),
        given.compareTo(Duration.ofSeconds(1)) >= 0
            ? given
            : session.parse("a duration of at least 1s", ZooKeeperSettings::refuse),
        Math.max(MEBIBYTE, metadata.property("maxBufferSize").integer(MEBIBYTE, 0)),
        path.isPresent()
            ? path.parse("a path of nodes, such as /apps/state", ZooKeeperSettings::root)
            : "");
  }

  private static Duration refuse(String text) {
    throw new IllegalArgumentException(text);
  }

  private static List<String> addresses(List<String> servers) {
    if (servers.stream().anyMatch(server -> server.contains("/"))) {
      throw new IllegalArgumentException("a path");
    }
    return servers;
  }

  private static String root(String path) {
    var root = new StringBuilder();
    for (String name : path.split("/", -1)) {
      if (!name.isEmpty()) {
        if (!NodeName.isValid(name)) {
          throw new IllegalArgumentException(name);
        }
        root.append('/').append(name);
      }
    }
    return root.toString();
  }

  @Override
  public String toString() {
    return "zookeeper at " + String.join(",", servers);
  }
}
