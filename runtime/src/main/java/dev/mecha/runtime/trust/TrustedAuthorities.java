package dev.mecha.runtime.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Lets all that calls others over TLS, drivers of components included, trust the authorities that
 * the environment names, as programs written in Go or with OpenSSL do. It is the default of the
 * whole JVM, so that nobody has to be told; nothing is read before the first connection.
 */
public final class TrustedAuthorities {

  private static final String ALGORITHM = "MechaAuthorities";
  private static final String PKIX = "PKIX";

  private TrustedAuthorities() {}

  /**
   * Takes effect for connections that are made from now on. Without the variables {@code
   * SSL_CERT_FILE} and {@code SSL_CERT_DIR} nothing happens.
   *
   * @param environment of the process
   */
  public static void install(Map<String, String> environment) {
    var named = NamedAuthorities.of(environment);
    if (!named.isEmpty()) {
      Security.addProvider(new Authorities(named));
      Security.setProperty("ssl.TrustManagerFactory.algorithm", ALGORITHM);
    }
  }

  private static final class Authorities extends Provider {

    private static final long serialVersionUID = 1L;

    private final transient NamedAuthorities named;

    Authorities(NamedAuthorities named) {
      super("Mecha", "1", "Authorities that the environment names");
      this.named = named;
      putService(
          new Service(
              this,
              "TrustManagerFactory",
              ALGORITHM,
              Factory.class.getName(),
              List.of(),
              Map.of()) {
            @Override
            public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
              return new Factory(Authorities.this.named);
            }
          });
    }
  }

  /** The JVM's own factory, with other authorities where it would take its default. */
  private static final class Factory extends TrustManagerFactorySpi {

    private final NamedAuthorities named;
    private final TrustManagerFactory factory;

    Factory(NamedAuthorities named) throws NoSuchAlgorithmException {
      this.named = named;
      this.factory = TrustManagerFactory.getInstance(PKIX);
    }

    @Override
    protected void engineInit(@Nullable KeyStore store) throws KeyStoreException {
      factory.init(store == null ? authorities() : store);
    }

    @Override
    protected void engineInit(ManagerFactoryParameters parameters)
        throws InvalidAlgorithmParameterException {
      factory.init(parameters);
    }

    @Override
    protected TrustManager[] engineGetTrustManagers() {
      return factory.getTrustManagers();
    }

    private KeyStore authorities() throws KeyStoreException {
      try {
        KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        for (Certificate each : named.read()) {
          add(all, each);
        }
        if (!named.areAll()) {
          for (X509Certificate each : ownOfTheJvm()) {
            add(all, each);
          }
        }
        return all;
      } catch (IOException | GeneralSecurityException e) {
        throw new KeyStoreException(e);
      }
    }

    private static void add(KeyStore store, Certificate authority) throws KeyStoreException {
      store.setCertificateEntry(Integer.toString(store.size()), authority);
    }

    private static X509Certificate[] ownOfTheJvm() throws GeneralSecurityException {
      TrustManagerFactory own = TrustManagerFactory.getInstance(PKIX);
      own.init((KeyStore) null);
      return ((X509TrustManager) own.getTrustManagers()[0]).getAcceptedIssuers();
    }
  }
}
