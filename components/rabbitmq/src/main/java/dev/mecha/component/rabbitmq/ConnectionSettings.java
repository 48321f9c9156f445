package dev.mecha.component.rabbitmq;

import dev.mecha.component.support.ClientTls;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a broker is reached. No secret is in its text form.
 *
 * @param address of the broker, with the credentials
 * @param tls how connections are encrypted, or null for not at all
 * @param saslExternal whether the client's certificate says who it is
 * @param clientName what the broker shows for the connection; empty for none
 * @param heartbeat after which silence a connection counts as lost
 * @param reconnectWait the pause between attempts to connect
 */
record ConnectionSettings(
    Address address,
    @Nullable ClientTls tls,
    boolean saslExternal,
    String clientName,
    Duration heartbeat,
    Duration reconnectWait) {

  private static final String EXPECTED = "amqp://user:password@host:5672/vhost or amqps://…";

  /**
   * Where a broker is.
   *
   * @param uri with the credentials; a secret
   */
  record Address(URI uri) {

    /**
     * @param text of a field
     * @return the address
     * @throws IllegalArgumentException if the text is none
     */
    static Address parse(String text) {
      URI uri = URI.create(text);
      boolean known = "amqp".equals(uri.getScheme()) || "amqps".equals(uri.getScheme());
      if (!known || uri.getHost() == null) {
        throw new IllegalArgumentException("not an address");
      }
      return new Address(uri);
    }

    boolean isEncrypted() {
      return "amqps".equals(uri.getScheme());
    }

    /** Host and port alone. */
    @Override
    public String toString() {
      return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
  }

  /**
   * @param address of the broker
   * @param metadata of a {@code pubsub.rabbitmq}
   * @return its connections
   * @throws InvalidMetadataException if a field is wrong
   */
  static ConnectionSettings ofPubSub(Address address, ComponentMetadata metadata) {
    return new ConnectionSettings(
        address,
        address.isEncrypted() ? ClientTls.of(metadata) : null,
        external(metadata, "saslExternal"),
        metadata.property("clientName").text(""),
        metadata.property("heartBeat").duration(Duration.ofSeconds(10)),
        metadata.property("reconnectWaitSeconds").duration(Duration.ofSeconds(3)));
  }

  /**
   * @param metadata of a {@code bindings.rabbitmq}
   * @return its connections
   * @throws InvalidMetadataException if a field is missing or wrong
   */
  static ConnectionSettings ofBinding(ComponentMetadata metadata) {
    Address address = metadata.property("host").secret().parse(EXPECTED, Address::parse);
    return new ConnectionSettings(
        address,
        address.isEncrypted() ? ClientTls.of(metadata) : null,
        external(metadata, "externalSasl"),
        "",
        Duration.ofSeconds(10),
        metadata.property("reconnectWaitInSeconds").duration(Duration.ofSeconds(5)));
  }

  /** What an address has to look like, for messages. */
  static String expected() {
    return EXPECTED;
  }

  private static boolean external(ComponentMetadata metadata, String field) {
    boolean wanted = metadata.property(field).flag(false);
    if (wanted) {
      for (String name : new String[] {"caCert", "clientCert", "clientKey"}) {
        if (!metadata.property(name).isPresent()) {
          throw new InvalidMetadataException(
              field + ": true (expected: false, or caCert, clientCert and clientKey as well)");
        }
      }
    }
    return wanted;
  }
}
