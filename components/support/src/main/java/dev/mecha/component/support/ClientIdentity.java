package dev.mecha.component.support;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;

/**
 * The certificate by which the sidecar proves who it is.
 *
 * @param chain the certificate, and those between it and the authority
 * @param key its private key
 */
public record ClientIdentity(List<Certificate> chain, PrivateKey key) {

  /**
   * @param pem one or more certificates
   * @return the certificates in their order; never empty
   * @throws IllegalArgumentException if the text is anything else
   */
  public static List<Certificate> certificates(String pem) {
    try {
      var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
      var certificates = CertificateFactory.getInstance("X.509").generateCertificates(bytes);
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException("no certificate");
      }
      return List.copyOf(certificates);
    } catch (CertificateException e) {
      throw new IllegalArgumentException("not a certificate", e);
    }
  }

  /**
   * @return what TLS asks for the certificate
   */
  public KeyManagerFactory keyManagers() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("client", key, new char[0], chain.toArray(Certificate[]::new));
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      return factory;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the JDK lacks PKCS12 or its key managers", e);
    }
  }

  /** The certificate's subject only: the key is a secret. */
  @Override
  public String toString() {
    return "client certificate";
  }
}
