package dev.mecha.component.support;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom a client trusts and who it is, as the fields {@code caCert}, {@code clientCert} and {@code
 * clientKey} say it in PEM.
 *
 * @param authorities whose certificates are trusted; empty for those of the JDK
 * @param identity the client's own certificate, or null for none
 */
public record ClientTls(List<Certificate> authorities, @Nullable ClientIdentity identity) {

  /**
   * @param metadata of the component
   * @return what it says
   * @throws InvalidMetadataException if a field is wrong, or a certificate comes without its key
   */
  public static ClientTls of(ComponentMetadata metadata) {
    var authority = metadata.property("caCert");
    var certificate = metadata.property("clientCert");
    var key = metadata.property("clientKey").secret();
    ClientIdentity identity = null;
    if (certificate.isPresent() || key.isPresent()) {
      identity =
          new ClientIdentity(
              certificate.parse("certificates in PEM", ClientIdentity::certificates),
              key.parse("an unencrypted private key in PEM", PrivateKeys::parse));
    }
    return new ClientTls(
        authority.isPresent()
            ? authority.parse("certificates in PEM", ClientIdentity::certificates)
            : List.of(),
        identity);
  }

  /**
   * @return what TLS connections are made with
   */
  public SSLContext context() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), trustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the JDK lacks TLS or its key stores", e);
    }
  }

  private KeyManager @Nullable [] keyManagers() {
    return identity == null ? null : identity.keyManagers().getKeyManagers();
  }

  private TrustManager @Nullable [] trustManagers() throws GeneralSecurityException, IOException {
    if (authorities.isEmpty()) {
      return null;
    }
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("authority-" + i, authorities.get(i));
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
