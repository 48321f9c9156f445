package dev.mecha.transport.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A certificate that has signed itself, for {@code localhost} and 127.0.0.1, in PEM. */
record TestCertificates(String certificate, String privateKey) {

  private static final String PASSWORD = "changeit";

  static TestCertificates make(Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = directory.resolve("store" + System.nanoTime() + ".p12");
    var command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "x",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost,ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            file.toString());
    int exit = command.inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("keytool: " + exit);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return new TestCertificates(
        pem("CERTIFICATE", store.getCertificate("x").getEncoded()),
        pem("PRIVATE KEY", store.getKey("x", PASSWORD.toCharArray()).getEncoded()));
  }

  private static String pem(String type, byte[] bytes) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(bytes)
        + "\n-----END "
        + type
        + "-----\n";
  }
}
