package dev.mecha.component.kafka;

import dev.mecha.component.support.ClientIdentity;
import dev.mecha.component.support.ClientTls;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the driver's connections as the component's metadata says. The driver makes it from its
 * properties, in which {@link #TLS} and {@link #VERIFY} are.
 */
public final class TlsEngines implements SslEngineFactory {

  /** The property with a {@link ClientTls}. */
  static final String TLS = "mecha.tls";

  /** The property that says whether brokers must prove who they are. */
  static final String VERIFY = "mecha.tls.verify";

  private @Nullable SSLContext context;
  private boolean verify = true;

  /** For the driver. */
  public TlsEngines() {}

  @Override
  public void configure(Map<String, ?> properties) {
    verify = Boolean.TRUE.equals(properties.get(VERIFY));
    if (!(properties.get(TLS) instanceof ClientTls tls)) {
      throw new IllegalArgumentException(TLS + " is missing");
    }
    context = verify ? tls.context() : trusting(tls.identity());
  }

  private static SSLContext trusting(@Nullable ClientIdentity identity) {
    try {
      var trusting = SSLContext.getInstance("TLS");
      KeyManager[] keys = identity == null ? null : identity.keyManagers().getKeyManagers();
      trusting.init(keys, new TrustManager[] {new Trusting()}, null);
      return trusting;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks TLS", e);
    }
  }

  @Override
  public SSLEngine createClientSslEngine(String host, int port, String identification) {
    if (context == null) {
      throw new IllegalStateException("not configured");
    }
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    if (verify) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
    }
    return engine;
  }

  @Override
  public SSLEngine createServerSslEngine(String host, int port) {
    throw new UnsupportedOperationException("a client serves nobody");
  }

  @Override
  public boolean shouldBeRebuilt(Map<String, Object> properties) {
    return false;
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return Set.of();
  }

  @Override
  public @Nullable KeyStore keystore() {
    return null;
  }

  @Override
  public @Nullable KeyStore truststore() {
    return null;
  }

  @Override
  public void close() {}

  /** Takes any certificate, because the user said so. */
  private static final class Trusting extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
