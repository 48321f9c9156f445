package dev.mecha.component.etcd;

import dev.mecha.component.support.ClientIdentity;
import dev.mecha.component.support.ClientTls;
import dev.mecha.component.support.PrivateKeys;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the servers, as the metadata of the peer's components say it. No secret is in its
 * text form.
 *
 * @param endpoints of the servers, with a scheme; never empty
 * @param keyPrefixPath stands before every key; may be empty
 * @param tls whom to trust over TLS, and who the client is; null without TLS
 * @param username who signs in; empty for nobody
 * @param password of the user
 * @param timeout of one call, at least a second
 */
record EtcdSettings(
    List<URI> endpoints,
    String keyPrefixPath,
    @Nullable ClientTls tls,
    String username,
    String password,
    Duration timeout) {

  /**
   * @param metadata of the component
   * @return the settings
   * @throws InvalidMetadataException if a field is missing or wrong
   */
  static EtcdSettings of(ComponentMetadata metadata) {
    boolean encrypted = metadata.property("tlsEnable").flag(false);
    var endpoints = metadata.property("endpoints");
    endpoints.required();
    var timeout = metadata.property("timeout");
    Duration given = timeout.duration(Duration.ofSeconds(10));
    return new EtcdSettings(
        endpoints.list().stream().map(one -> endpoint(one, encrypted)).toList(),
        metadata.property("keyPrefixPath").text(""),
        encrypted ? tls(metadata) : null,
        metadata.property("username").text(""),
        metadata.property("password").secret().text(""),
        given.compareTo(Duration.ofSeconds(1)) >= 0
            ? given
            : timeout.parse("a duration of at least 1s", EtcdSettings::refuse));
  }

  private static Duration refuse(String text) {
    throw new IllegalArgumentException("too short: " + text);
  }

  private static URI endpoint(String text, boolean encrypted) {
    String whole = text.contains("://") ? text : (encrypted ? "https://" : "http://") + text;
    try {
      URI uri = URI.create(whole.endsWith("/") ? whole : whole + "/");
      boolean scheme = encrypted ? "https".equals(uri.getScheme()) : "http".equals(uri.getScheme());
      if (uri.getHost() != null && uri.getUserInfo() == null && scheme) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw wrong(text, encrypted);
    }
    throw wrong(text, encrypted);
  }

  private static InvalidMetadataException wrong(String text, boolean encrypted) {
    return new InvalidMetadataException(
        "endpoints: \""
            + text
            + "\" (expected: host:port, with commas between several; with tlsEnable "
            + (encrypted ? "https" : "not https")
            + ")");
  }

  private static ClientTls tls(ComponentMetadata metadata) {
    var authority = metadata.property("ca");
    var certificate = metadata.property("cert");
    var key = metadata.property("key").secret();
    return new ClientTls(
        authority.isPresent()
            ? authority.parse("certificates in PEM", ClientIdentity::certificates)
            : List.of(),
        certificate.isPresent() || key.isPresent()
            ? new ClientIdentity(
                certificate.parse("certificates in PEM", ClientIdentity::certificates),
                key.parse("an unencrypted private key in PEM", PrivateKeys::parse))
            : null);
  }

  @Override
  public String toString() {
    return "etcd at " + String.join(",", endpoints.stream().map(URI::getAuthority).toList());
  }
}
