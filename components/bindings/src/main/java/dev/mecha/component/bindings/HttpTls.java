package dev.mecha.component.bindings;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom a client trusts, and what it shows.
 *
 * @param authorities certificates in PEM, or empty for the JVM's
 * @param certificate in PEM, or empty for none
 * @param key of the certificate, in PEM
 */
record HttpTls(String authorities, String certificate, String key) {

  private static final char[] NO_PASSWORD = {};

  static HttpTls of(ComponentMetadata metadata) {
    metadata
        .property("mtlsRenegotiation")
        .choice("", "RenegotiateNever", "RenegotiateOnceAsClient", "RenegotiateFreelyAsClient");
    return new HttpTls(
        pem(metadata, "mtlsRootCA"),
        pem(metadata, "mtlsClientCert"),
        pem(metadata, "mtlsClientKey"));
  }

  /** The text itself, or what is in the file that it names. */
  private static String pem(ComponentMetadata metadata, String name) {
    String value = metadata.property(name).text("");
    if (value.isEmpty() || value.contains("-----BEGIN ")) {
      return value;
    }
    try {
      return Files.readString(Path.of(value.strip()));
    } catch (IOException | InvalidPathException e) {
      throw new InvalidMetadataException(
          name + ": neither a path to a file that can be read nor a text in PEM");
    }
  }

  boolean isConfigured() {
    return !authorities.isEmpty() || (!certificate.isEmpty() && !key.isEmpty());
  }

  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity(), trust(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new InvalidMetadataException(
          "mtlsRootCA, mtlsClientCert, mtlsClientKey: "
              + e.getMessage()
              + " (expected: certificates and a private key in PEM)");
    }
  }

  private KeyManager @Nullable [] identity() throws GeneralSecurityException, IOException {
    if (certificate.isEmpty() || key.isEmpty()) {
      return null;
    }
    List<Certificate> chain = Pem.certificates(certificate);
    PrivateKey secret = Pem.privateKey(key, chain.getFirst().getPublicKey().getAlgorithm());
    KeyStore store = empty();
    store.setKeyEntry("client", secret, NO_PASSWORD, chain.toArray(Certificate[]::new));
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private TrustManager @Nullable [] trust() throws GeneralSecurityException, IOException {
    if (authorities.isEmpty()) {
      return null;
    }
    KeyStore store = empty();
    int number = 0;
    for (Certificate one : Pem.certificates(authorities)) {
      store.setCertificateEntry("authority-" + number++, one);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** Nothing of it: it holds a key. */
  @Override
  public String toString() {
    return "tls";
  }
}
