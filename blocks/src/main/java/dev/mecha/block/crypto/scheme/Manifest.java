package dev.mecha.block.crypto.scheme;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mecha.block.json.Json;
import dev.mecha.block.json.JsonTree;
import dev.mecha.kernel.error.ApiException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a message says about itself.
 *
 * @param keyName with which its key can be unwrapped; empty if it does not say
 * @param algorithm how its key is wrapped
 * @param wrappedKey its key, wrapped
 * @param cipher what encrypts its segments
 * @param noncePrefix what the nonces of its segments begin with: 7 bytes
 */
record Manifest(
    String keyName,
    KeyAlgorithm algorithm,
    byte[] wrappedKey,
    DataCipher cipher,
    byte[] noncePrefix) {

  static final int NONCE_PREFIX_BYTES = 7;

  /** A JSON object on one line. */
  byte[] toJson() {
    var out = new ByteArrayOutputStream(256);
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      if (!keyName.isEmpty()) {
        json.writeStringField("k", keyName);
      }
      json.writeNumberField("kw", algorithm.id());
      json.writeStringField("wfk", Base64.getEncoder().encodeToString(wrappedKey));
      json.writeNumberField("cph", cipher.id());
      json.writeStringField("np", Base64.getEncoder().encodeToString(noncePrefix));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  /** What exactly is wrong with it is nobody's business: it is not authenticated yet. */
  static Manifest parse(byte[] json) {
    try {
      if (JsonTree.of(json) instanceof Map<?, ?> fields) {
        return of(fields);
      }
    } catch (ApiException | IllegalArgumentException e) {
      // said below
    }
    throw new SchemeException("invalid header: invalid manifest");
  }

  private static Manifest of(Map<?, ?> fields) {
    byte[] wrappedKey = Base64.getDecoder().decode(text(fields.get("wfk")));
    byte[] noncePrefix = Base64.getDecoder().decode(text(fields.get("np")));
    if (wrappedKey.length == 0 || noncePrefix.length != NONCE_PREFIX_BYTES) {
      throw new IllegalArgumentException("sizes");
    }
    return new Manifest(
        fields.containsKey("k") ? text(fields.get("k")) : "",
        algorithm(fields.get("kw")),
        wrappedKey,
        cipher(fields.get("cph")),
        noncePrefix);
  }

  private static String text(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("not a string");
  }

  private static KeyAlgorithm algorithm(@Nullable Object id) {
    for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
      if (Double.valueOf(algorithm.id()).equals(id)) {
        return algorithm;
      }
    }
    throw new IllegalArgumentException("algorithm");
  }

  private static DataCipher cipher(@Nullable Object id) {
    for (DataCipher cipher : DataCipher.values()) {
      if (Double.valueOf(cipher.id()).equals(id)) {
        return cipher;
      }
    }
    throw new IllegalArgumentException("cipher");
  }
}
