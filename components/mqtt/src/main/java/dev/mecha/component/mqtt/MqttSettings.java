package dev.mecha.component.mqtt;

import dev.mecha.component.support.ClientTls;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of {@code pubsub.mqtt3} and {@code bindings.mqtt3}. No secret is in its text form.
 *
 * @param server the broker, without credentials
 * @param credentials of the sidecar
 * @param clientId which session is the sidecar's
 * @param qos how hard the broker tries to deliver, from 0 to 2
 * @param retain whether the broker keeps the last message of a topic for later subscribers
 * @param cleanSession whether the broker forgets the sidecar when its connection ends
 * @param tls how connections are encrypted, or null for not at all
 */
record MqttSettings(
    String server,
    Credentials credentials,
    String clientId,
    int qos,
    boolean retain,
    boolean cleanSession,
    @Nullable ClientTls tls) {

  private static final Set<String> PLAIN = Set.of("tcp", "mqtt", "ws");
  private static final Set<String> ENCRYPTED = Set.of("ssl", "mqtts", "tcps", "tls", "wss");

  /**
   * Who the sidecar is to the broker.
   *
   * @param username or null for nobody
   * @param password a secret, or null for none
   */
  record Credentials(@Nullable String username, @Nullable String password) {

    /** Without the password. */
    @Override
    public String toString() {
      return String.valueOf(username);
    }
  }

  /**
   * @param metadata of the component
   * @param clientId which session is the sidecar's
   * @return the settings
   * @throws InvalidMetadataException if a field is missing or wrong
   */
  static MqttSettings of(ComponentMetadata metadata, String clientId) {
    if (clientId.isEmpty()) {
      throw new InvalidMetadataException("consumerID: missing (expected: a value)");
    }
    URI uri =
        metadata
            .property("url")
            .secret()
            .parse("tcp://user:password@host:1883, or ssl://…:8883", MqttSettings::uri);
    boolean encrypted = ENCRYPTED.contains(uri.getScheme());
    return new MqttSettings(
        server(uri, encrypted),
        credentials(uri),
        clientId,
        metadata.property("qos").integer(1, 0, 2),
        metadata.property("retain").flag(false),
        metadata.property("cleanSession").flag(false),
        encrypted ? ClientTls.of(metadata) : null);
  }

  /**
   * @param other which session is the sidecar's
   * @return these settings for another session, whose messages are delivered at least once
   */
  MqttSettings forClient(String other) {
    return new MqttSettings(server, credentials, other, 1, retain, cleanSession, tls);
  }

  private static URI uri(String text) {
    URI uri = URI.create(text);
    String scheme = uri.getScheme();
    boolean known = scheme != null && (PLAIN.contains(scheme) || ENCRYPTED.contains(scheme));
    if (!known || uri.getHost() == null) {
      throw new IllegalArgumentException("not an address");
    }
    return uri;
  }

  private static String server(URI uri, boolean encrypted) {
    boolean web = uri.getScheme().startsWith("ws");
    String scheme = web ? uri.getScheme() : encrypted ? "ssl" : "tcp";
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String path = web && uri.getRawPath() != null ? uri.getRawPath() : "";
    return scheme + "://" + uri.getHost() + port + path;
  }

  private static Credentials credentials(URI uri) {
    String both = uri.getUserInfo();
    if (both == null) {
      return new Credentials(null, null);
    }
    int colon = both.indexOf(':');
    return colon < 0
        ? new Credentials(both, null)
        : new Credentials(both.substring(0, colon), both.substring(colon + 1));
  }
}
