package dev.mecha.component.vault;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What Vault knows the sidecar by: a text, or the content of a file that somebody renews. */
final class VaultToken {

  private final @Nullable Path file;
  private volatile String value;

  private VaultToken(@Nullable Path file, String value) {
    this.file = file;
    this.value = value;
  }

  /**
   * @throws InvalidMetadataException if there is no token, or two
   */
  static VaultToken of(ComponentMetadata metadata) {
    var token = metadata.property("vaultToken").secret();
    String path = metadata.property("vaultTokenMountPath").text();
    if (!token.isPresent() && path == null) {
      throw new InvalidMetadataException("token mount path and token not set");
    }
    if (token.isPresent() && path != null) {
      throw new InvalidMetadataException("token mount path and token both set");
    }
    if (path == null) {
      return new VaultToken(null, token.required());
    }
    try {
      Path file = Path.of(path);
      return new VaultToken(file, read(file));
    } catch (InvalidPathException e) {
      throw new InvalidMetadataException(
          "vaultTokenMountPath: \"" + path + "\" (expected: the path of a file)");
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ComponentException("couldn't read vault token from mount path " + file, e);
    }
  }

  String value() {
    return value;
  }

  /**
   * Reads the file again.
   *
   * @return whether the token is another one now
   */
  boolean renew() {
    if (file == null) {
      return false;
    }
    String before = value;
    value = read(file);
    return !value.equals(before);
  }

  /** Not the token. */
  @Override
  public String toString() {
    return "token";
  }
}
