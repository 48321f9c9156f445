package dev.mecha.component.crypto;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mecha.spi.crypto.CryptoProvider;
import dev.mecha.tck.CryptoProviderTck.TestKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** Keys for tests only, in files. */
final class TestKeys {

  private TestKeys() {}

  static Path folder() {
    try {
      return Path.of(TestKeys.class.getResource("/keys").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** The name of its file. */
  static String name(TestKey key) {
    return switch (key) {
      case AES_128 -> "aes128";
      case AES_192 -> "aes192";
      case AES_256 -> "aes256";
      case OCTETS_384 -> "octets384";
      case OCTETS_512 -> "octets512";
      case RSA -> "rsa.pem";
      case EC -> "ec.pem";
      case EDWARDS -> "edwards.pem";
    };
  }

  static CryptoProvider provider() {
    return new LocalCryptoProvider(new KeyFiles(folder()));
  }

  /** All of them as a set, each under the name of its file. */
  static String set() {
    var keys = new ArrayList<JWK>();
    for (TestKey key : TestKey.values()) {
      keys.add(named(name(key), Map.of()));
    }
    return JSONObjectUtils.toJSONString(new JWKSet(keys).toJSONObject(false));
  }

  /** One of them with more fields. */
  static JWK named(String file, Map<String, Object> fields) {
    try {
      var json =
          new HashMap<>(KeyReader.read(Files.readAllBytes(folder().resolve(file))).toJSONObject());
      json.put("kid", file);
      json.putAll(fields);
      return JWK.parse(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }
}
