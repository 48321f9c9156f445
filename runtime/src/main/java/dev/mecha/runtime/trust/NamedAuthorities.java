package dev.mecha.runtime.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of authorities that the environment names, in PEM: all of the file {@code
 * SSL_CERT_FILE}, and all of all files in the folders {@code SSL_CERT_DIR}, which a colon
 * separates. They come beside those that the JVM trusts; if both variables are set, in place of
 * them.
 *
 * @param file or null
 * @param folders may be empty
 */
record NamedAuthorities(@Nullable Path file, List<Path> folders) {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.security");

  static NamedAuthorities of(Map<String, String> environment) {
    String file = environment.getOrDefault("SSL_CERT_FILE", "");
    String folders = environment.getOrDefault("SSL_CERT_DIR", "");
    return new NamedAuthorities(
        file.isEmpty() ? null : Path.of(file),
        Arrays.stream(folders.split(":", -1)).filter(f -> !f.isEmpty()).map(Path::of).toList());
  }

  boolean isEmpty() {
    return file == null && folders.isEmpty();
  }

  /** Whether nobody else is trusted. */
  boolean areAll() {
    return file != null && !folders.isEmpty();
  }

  /** What can be read; what cannot is named in the log. */
  Set<Certificate> read() {
    var found = new LinkedHashSet<Certificate>();
    if (file != null) {
      addFrom(file, found);
    }
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(Files::isRegularFile).sorted().forEach(each -> addFrom(each, found));
      } catch (IOException e) {
        LOG.warn("SSL_CERT_DIR: {} (expected: a folder that can be read)", folder);
      }
    }
    return found;
  }

  private static void addFrom(Path file, Set<Certificate> found) {
    try (InputStream in = Files.newInputStream(file)) {
      found.addAll(CertificateFactory.getInstance("X.509").generateCertificates(in));
    } catch (IOException | CertificateException e) {
      LOG.warn("Authorities in {} (expected: certificates in PEM): {}", file, e.getMessage());
    }
  }
}
