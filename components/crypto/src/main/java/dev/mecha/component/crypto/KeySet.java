package dev.mecha.component.crypto;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.Property;
import dev.mecha.spi.crypto.CryptoProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys that stand in the metadata themselves.
 *
 * @param keys by their {@code kid}
 */
public record KeySet(JWKSet keys) implements KeySource {

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration MIN_REFRESH = Duration.ofMinutes(10);

  /** Makes providers of the type {@code crypto.dapr.jwks}. */
  public static final class Provider implements ComponentProvider<CryptoProvider> {

    /** For the service loader. */
    public Provider() {}

    @Override
    public Class<CryptoProvider> kind() {
      return CryptoProvider.class;
    }

    @Override
    public List<String> types() {
      return List.of("crypto.dapr.jwks");
    }

    @Override
    public CryptoProvider create(ComponentContext context) throws InterruptedException {
      Property where = context.metadata().property("jwks").secret();
      return new LocalCryptoProvider(source(context, where));
    }
  }

  private static KeySource source(ComponentContext context, Property where)
      throws InterruptedException {
    String location = where.required();
    if (location.startsWith("https://") || location.startsWith("http://")) {
      return new KeySetUrl(
          location,
          atLeast(context, "requestTimeout", REQUEST_TIMEOUT, Duration.ofMillis(1)),
          atLeast(context, "minRefreshInterval", MIN_REFRESH, Duration.ofSeconds(1)),
          context.clock());
    }
    Path file = file(location);
    return file == null
        ? new KeySet(
            where.parse(
                "a URL, the path of a file, or a JSON Web Key Set, as it is or in base64",
                KeySet::parse))
        : new KeySetFile(file);
  }

  /** Less than that stands for the default, as in the peer. */
  private static Duration atLeast(
      ComponentContext context, String field, Duration fallback, Duration least) {
    Duration value = context.metadata().property(field).duration(fallback);
    return value.compareTo(least) < 0 ? fallback : value;
  }

  private static @Nullable Path file(String location) {
    try {
      Path file = Path.of(location);
      return Files.isRegularFile(file) ? file : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /**
   * @param text as it is or in base64
   * @throws IllegalArgumentException if it is no set of keys; the message holds nothing of it
   */
  static JWKSet parse(String text) {
    String json = text.strip();
    if (!json.startsWith("{")) {
      json = new String(Base64.getDecoder().decode(json), StandardCharsets.UTF_8);
    }
    try {
      return JWKSet.parse(json);
    } catch (ParseException e) {
      throw new IllegalArgumentException("not a JSON Web Key Set");
    }
  }

  @Override
  public JWK key(String name) {
    return in(keys, name);
  }

  static JWK in(JWKSet keys, String name) {
    JWK key = keys.getKeyByKeyId(name);
    if (key == null) {
      throw Failure.keyNotFound();
    }
    return key;
  }

  /** The number only: keys are secrets. */
  @Override
  public String toString() {
    return keys.size() + " keys";
  }
}
