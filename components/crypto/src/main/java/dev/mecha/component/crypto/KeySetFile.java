package dev.mecha.component.crypto;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.mecha.spi.ComponentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys in a file, which is read again when it has changed. While it is damaged or away the keys
 * that were read last go on to be used.
 */
final class KeySetFile implements KeySource {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.crypto.jwks");

  private final Path file;
  private volatile Read read;

  /** The keys, and the state of the file in which they were. */
  private record Read(JWKSet keys, @Nullable Object state) {}

  /**
   * @throws ComponentException if there are no keys in it
   */
  KeySetFile(Path file) {
    this.file = file;
    try {
      Object state = state();
      this.read = new Read(load(), state);
    } catch (IOException | IllegalArgumentException e) {
      throw new ComponentException(file + ": " + e.getMessage(), e);
    }
  }

  private JWKSet load() throws IOException {
    return KeySet.parse(Files.readString(file));
  }

  /** What another content changes. */
  private Object state() throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return List.of(
        attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
  }

  @Override
  public JWK key(String name) {
    return KeySet.in(current().keys, name);
  }

  private Read current() {
    Read last = read;
    Object state;
    try {
      state = state();
      if (state.equals(last.state)) {
        return last;
      }
    } catch (IOException e) {
      return last;
    }
    return reload(last, state);
  }

  private Read reload(Read last, Object state) {
    Read next;
    try {
      next = new Read(load(), state);
    } catch (IOException | IllegalArgumentException e) {
      LOG.error("Error reading JWKS from disk: {}: {}", file, e.getMessage());
      next = new Read(last.keys, state);
    }
    read = next;
    return next;
  }
}
