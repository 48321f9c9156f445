package dev.mecha.component.crypto;

import com.nimbusds.jose.jwk.JWK;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.crypto.CryptoProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A folder of keys: the name of a key is the name of its file. Files are read at each use, so that
 * a key can be changed under way.
 *
 * @param folder where they are
 */
public record KeyFiles(Path folder) implements KeySource {

  private static final int MAX_BYTES = 1 << 20;

  /** Makes providers of the type {@code crypto.dapr.localstorage}. */
  public static final class Provider implements ComponentProvider<CryptoProvider> {

    /** For the service loader. */
    public Provider() {}

    @Override
    public Class<CryptoProvider> kind() {
      return CryptoProvider.class;
    }

    @Override
    public List<String> types() {
      return List.of("crypto.dapr.localstorage");
    }

    @Override
    public CryptoProvider create(ComponentContext context) {
      String path = context.metadata().property("path").required();
      try {
        Path folder = Path.of(path);
        if (Files.isDirectory(folder)) {
          return new LocalCryptoProvider(new KeyFiles(folder.normalize()));
        }
      } catch (InvalidPathException e) {
        // said below
      }
      throw new InvalidMetadataException("path: \"" + path + "\" (expected: a folder)");
    }
  }

  @Override
  public JWK key(String name) {
    if (name.contains("..")) {
      throw new ComponentException("invalid key path: cannot contain '..'");
    }
    byte[] text = load(name);
    try {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.endsWith(".json")) {
        return KeyReader.json(text);
      }
      return lower.endsWith(".pem") ? KeyReader.pem(text) : KeyReader.read(text);
    } catch (IllegalArgumentException e) {
      throw new ComponentException("failed to parse key from secret: " + e.getMessage(), e);
    }
  }

  private byte[] load(String name) {
    try {
      Path file = folder.resolve(name.replaceFirst("^/+", "")).normalize();
      if (file.equals(folder) || !file.startsWith(folder)) {
        throw new IOException("not a file in the folder");
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("larger than " + MAX_BYTES + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new ComponentException("failed to load key '" + name + "': no such file", e);
    } catch (IOException | InvalidPathException e) {
      throw new ComponentException("failed to load key '" + name + "': " + e.getMessage(), e);
    }
  }

  @Override
  public void ping() {
    if (!Files.isDirectory(folder)) {
      throw new ComponentException(folder + ": no such folder");
    }
  }
}
