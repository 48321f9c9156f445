package dev.mecha.component.jetstream;

import dev.mecha.component.support.ClientIdentity;
import dev.mecha.component.support.ClientTls;
import dev.mecha.component.support.PrivateKeys;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By what the server lets the sidecar in.
 *
 * @param jwt of a user, or null
 * @param seed that proves it, or null
 * @param token or null
 * @param tls with the client's certificate, or null
 */
record Access(
    @Nullable String jwt, @Nullable String seed, @Nullable String token, @Nullable ClientTls tls) {

  /**
   * @param metadata of the component
   * @return what it says
   * @throws InvalidMetadataException if a field is wrong, or comes without the one it belongs to
   */
  static Access of(ComponentMetadata metadata) {
    var jwt = metadata.property("jwt").secret();
    var seed = metadata.property("seedKey").secret();
    together(jwt, "jwt", seed, "seedKey");
    return new Access(
        jwt.text(), seed.text(), metadata.property("token").secret().text(), tls(metadata));
  }

  private static @Nullable ClientTls tls(ComponentMetadata metadata) {
    var certificate = metadata.property("tls_client_cert");
    var key = metadata.property("tls_client_key").secret();
    together(certificate, "tls_client_cert", key, "tls_client_key");
    if (!key.isPresent()) {
      return null;
    }
    return new ClientTls(
        List.of(),
        new ClientIdentity(
            certificate.parse(
                "a file of certificates in PEM, or the text itself",
                text -> ClientIdentity.certificates(pem(text))),
            key.parse(
                "a file with an unencrypted private key in PEM, or the text itself",
                text -> PrivateKeys.parse(pem(text)))));
  }

  private static String pem(String text) {
    if (text.contains("-----BEGIN")) {
      return text;
    }
    try {
      return Files.readString(Path.of(text));
    } catch (IOException e) {
      throw new IllegalArgumentException("no such file", e);
    }
  }

  private static void together(Property one, String name, Property other, String otherName) {
    if (one.isPresent() != other.isPresent()) {
      throw new InvalidMetadataException(
          (one.isPresent() ? otherName : name)
              + ": missing (expected: a value, as "
              + (one.isPresent() ? name : otherName)
              + " has one)");
    }
  }

  /** Nothing of it is shown. */
  @Override
  public String toString() {
    return "access";
  }
}
