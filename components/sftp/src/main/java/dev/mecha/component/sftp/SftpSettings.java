package dev.mecha.component.sftp;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RequiredServerKeyVerifier;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of {@code bindings.sftp}.
 *
 * @param host of the server
 * @param port of the server
 * @param rootPath below which files are named; empty for none
 * @param login who the sidecar is
 * @param verifier says whether the server is the right one
 * @param sequential whether only one request is under way at a time
 */
record SftpSettings(
    String host,
    int port,
    String rootPath,
    Login login,
    ServerKeyVerifier verifier,
    boolean sequential) {

  private static final int SSH_PORT = 22;

  /**
   * Who the sidecar is to the server.
   *
   * @param user its name
   * @param password a secret, or null for none
   * @param keys its keys; empty for none
   */
  record Login(String user, @Nullable String password, List<KeyPair> keys) {

    /** The name alone. */
    @Override
    public String toString() {
      return user;
    }
  }

  /**
   * @param metadata of the component
   * @return the settings
   * @throws InvalidMetadataException if a field is missing or wrong
   */
  static SftpSettings of(ComponentMetadata metadata) {
    var address = metadata.property("address");
    String place = address.required();
    int colon = place.lastIndexOf(':');
    boolean bare = colon < 0 || place.endsWith("]");
    return new SftpSettings(
        (bare ? place : place.substring(0, colon)).replaceAll("^\\[|]$", ""),
        bare ? SSH_PORT : address.parse("host:port", text -> port(text.substring(colon + 1))),
        metadata.property("rootPath").text(""),
        login(metadata),
        verifier(metadata),
        metadata.property("sequentialMode").flag(false));
  }

  private static int port(String text) {
    int port = Integer.parseInt(text);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("no port");
    }
    return port;
  }

  private static Login login(ComponentMetadata metadata) {
    var key = metadata.property("privateKey").secret();
    String phrase = metadata.property("privateKeyPassphrase").secret().text();
    return new Login(
        metadata.property("username").required(),
        metadata.property("password").secret().text(),
        key.isPresent()
            ? key.parse(
                "a private key in PEM or as OpenSSH writes it, with its passphrase",
                text -> keys(text, phrase))
            : List.of());
  }

  private static List<KeyPair> keys(String text, @Nullable String phrase) {
    FilePasswordProvider password =
        phrase == null ? FilePasswordProvider.EMPTY : FilePasswordProvider.of(phrase);
    var keys = new ArrayList<KeyPair>();
    try {
      var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
      Iterable<KeyPair> found =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName("privateKey"), in, password);
      if (found != null) {
        found.forEach(keys::add);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(e);
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no key");
    }
    return List.copyOf(keys);
  }

  private static ServerKeyVerifier verifier(ComponentMetadata metadata) {
    if (metadata.property("insecureIgnoreHostKey").flag(false)) {
      return AcceptAllServerKeyVerifier.INSTANCE;
    }
    var file = metadata.property("knownHostsFile");
    if (file.isPresent()) {
      return new KnownHostsServerKeyVerifier(
          RejectAllServerKeyVerifier.INSTANCE,
          file.parse("a file that can be read", SftpSettings::readable));
    }
    var key = metadata.property("hostPublicKey");
    if (key.isPresent()) {
      return new RequiredServerKeyVerifier(
          key.parse("a public key as in authorized_keys", SftpSettings::publicKey));
    }
    throw new InvalidMetadataException(
        "sftp binding error: no host validation method provided (expected: hostPublicKey,"
            + " knownHostsFile or insecureIgnoreHostKey)");
  }

  private static Path readable(String text) {
    Path file = Path.of(text);
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("not readable");
    }
    return file;
  }

  private static PublicKey publicKey(String text) {
    try {
      PublicKey key =
          AuthorizedKeyEntry.parseAuthorizedKeyEntry(text).resolvePublicKey(null, null, null);
      if (key == null) {
        throw new IllegalArgumentException("an unknown kind of key");
      }
      return key;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public String toString() {
    return host + ":" + port + " as " + login;
  }
}
