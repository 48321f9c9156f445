package dev.mecha.component.vault;

import dev.mecha.component.support.ClientIdentity;
import dev.mecha.component.support.ClientTls;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.Property;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whom the sidecar takes for Vault. */
final class VaultTls {

  private VaultTls() {}

  /**
   * @return what connections are made with
   * @throws InvalidMetadataException if a certificate cannot be read
   */
  static SSLContext context(ComponentMetadata metadata) {
    if (metadata.property("skipVerify").flag(false)) {
      return anybody();
    }
    return new ClientTls(authorities(metadata), null).context();
  }

  /**
   * The certificates themselves count for more than a folder of them, and that for more than a
   * file.
   */
  private static List<Certificate> authorities(ComponentMetadata metadata) {
    Property pem = metadata.property("caPem");
    if (pem.isPresent()) {
      return pem.parse("certificates in PEM", ClientIdentity::certificates);
    }
    Property folder = metadata.property("caPath");
    if (folder.isPresent()) {
      return folder.parse("a folder of certificates in PEM", VaultTls::folder);
    }
    Property file = metadata.property("caCert");
    return file.isPresent()
        ? file.parse("a file of certificates in PEM", path -> file(Path.of(path)))
        : List.of();
  }

  private static List<Certificate> folder(String path) {
    var all = new ArrayList<Certificate>();
    try (Stream<Path> files = Files.walk(Path.of(path))) {
      files.filter(Files::isRegularFile).sorted().forEach(file -> all.addAll(file(file)));
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(e);
    }
    if (all.isEmpty()) {
      throw new IllegalArgumentException("no file");
    }
    return all;
  }

  private static List<Certificate> file(Path file) {
    try {
      return ClientIdentity.certificates(Files.readString(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static SSLContext anybody() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Trusting()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks TLS", e);
    }
  }

  /** Takes any certificate, for any host: {@code skipVerify}. */
  private static final class Trusting extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
