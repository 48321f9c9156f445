package dev.mecha.tck.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate authority of one test, and what it signs; all of it in files of one folder, made by
 * openssl.
 *
 * @param folder where the files are
 */
public record Certificates(Path folder) {

  private static final String[] EC = {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"};

  /**
   * @param folder for the files
   * @return an authority
   * @throws IOException if a file cannot be written
   * @throws InterruptedException if the test is interrupted
   */
  public static Certificates in(Path folder) throws IOException, InterruptedException {
    var certificates = new Certificates(Files.createDirectories(folder));
    certificates.openssl(
        EC, "req", "-x509", "-nodes", "-keyout", "ca.key", "-out", "ca.crt", "-days", "2", "-subj",
        "/CN=ca");
    return certificates;
  }

  /**
   * Signs {@code NAME.crt} with the key {@code NAME.key}.
   *
   * @param name of both files, and of their owner
   * @param alternative what the certificate is for: {@code IP:127.0.0.1}
   * @throws IOException if a file cannot be written
   * @throws InterruptedException if the test is interrupted
   */
  public void sign(String name, String alternative) throws IOException, InterruptedException {
    openssl(
        EC,
        "req",
        "-nodes",
        "-keyout",
        name + ".key",
        "-out",
        name + ".csr",
        "-subj",
        "/CN=" + name);
    Files.writeString(folder.resolve(name + ".ext"), "subjectAltName=" + alternative + "\n");
    openssl(
        "x509",
        "-req",
        "-in",
        name + ".csr",
        "-CA",
        "ca.crt",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-out",
        name + ".crt",
        "-days",
        "2",
        "-extfile",
        name + ".ext");
  }

  /**
   * @param name of a file
   * @return its path
   */
  public String file(String name) {
    return folder.resolve(name).toString();
  }

  /**
   * @param name of a file
   * @return what is in it
   * @throws IOException if it cannot be read
   */
  public String text(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  /**
   * @return a file that makes the JDK trust this authority, for {@code javax.net.ssl.trustStore}
   * @throws IOException if it cannot be written
   * @throws GeneralSecurityException if the JDK lacks what it takes
   */
  public Path trustStore() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", certificate("ca.crt"));
    Path file = folder.resolve("trust.p12");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, "changeit".toCharArray());
    }
    return file;
  }

  private Certificate certificate(String name) throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(folder.resolve(name))) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private void openssl(String[] more, String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    openssl(all.toArray(String[]::new));
  }

  /**
   * @param words the arguments of openssl
   * @throws IOException if it cannot be run
   * @throws InterruptedException if the test is interrupted
   */
  public void openssl(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(RealServers.require("openssl").toString()));
    command.addAll(List.of(words));
    Path log = folder.resolve("openssl.log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor()).as("%s: %s", command, Files.readString(log)).isZero();
  }
}
