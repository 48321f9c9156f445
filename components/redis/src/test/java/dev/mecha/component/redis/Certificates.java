package dev.mecha.component.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.component.support.ClientIdentity;
import dev.mecha.tck.server.RealServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate authority of one test, and what it signs; all of it in files of one folder, made by
 * openssl.
 *
 * @param folder where the files are
 */
record Certificates(Path folder) {

  private static final String[] EC = {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"};

  /**
   * @param folder for the files
   * @return an authority
   */
  static Certificates in(Path folder) throws IOException, InterruptedException {
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
   */
  void sign(String name, String alternative) throws IOException, InterruptedException {
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

  String file(String name) {
    return folder.resolve(name).toString();
  }

  String text(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  /**
   * @return a file that makes the JDK trust this authority, for {@code javax.net.ssl.trustStore}
   */
  Path trustStore() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", ClientIdentity.certificates(text("ca.crt")).getFirst());
    Path file = folder.resolve("trust.p12");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, "changeit".toCharArray());
    }
    return file;
  }

  private void openssl(String[] more, String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    openssl(all.toArray(String[]::new));
  }

  /**
   * @param words the arguments of openssl
   */
  void openssl(String... words) throws IOException, InterruptedException {
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
