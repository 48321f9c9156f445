package dev.mecha.block.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.crypto.Ciphertext;
import dev.mecha.spi.crypto.CryptoProvider;
import dev.mecha.spi.crypto.KeyFormat;
import dev.mecha.spi.crypto.KeyUse;
import dev.mecha.spi.crypto.PublicKeyText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A keeper of the key {@code key} that only pretends, and remembers what it was asked. */
public final class FakeKeys implements CryptoProvider {

  private static final byte MASK = 0x5a;

  /** Every call: what, the algorithm and the key. */
  public final List<String> calls = new ArrayList<>();

  /** The names of the threads of the calls. */
  public final List<String> threads = new ArrayList<>();

  /** Thrown by every call if set. */
  public @Nullable ComponentException failure;

  /** Whether it was closed. */
  public boolean closed;

  private final boolean neverHolds;

  /**
   * @param neverHolds whether it may be called on any thread
   */
  public FakeKeys(boolean neverHolds) {
    this.neverHolds = neverHolds;
  }

  private void called(String what, String algorithm, String key) {
    calls.add(what + " " + algorithm + " " + key);
    threads.add(Thread.currentThread().getName());
    if (failure != null) {
      throw failure;
    }
    if (!key.equals("key")) {
      throw new ComponentException("key not found");
    }
  }

  private static byte[] masked(byte[] bytes) {
    byte[] masked = bytes.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= MASK;
    }
    return masked;
  }

  @Override
  public PublicKeyText publicKey(String keyName, KeyFormat format) {
    called("public", format.name(), keyName);
    return new PublicKeyText(keyName, "PUBLIC");
  }

  @Override
  public Ciphertext encrypt(byte[] plaintext, KeyUse use) {
    called("encrypt", use.algorithm(), use.keyName());
    return new Ciphertext(masked(plaintext), use.nonce());
  }

  @Override
  public byte[] decrypt(Ciphertext ciphertext, KeyUse use) {
    called("decrypt", use.algorithm(), use.keyName());
    return masked(ciphertext.bytes());
  }

  @Override
  public byte[] readKey(byte[] text) {
    return ("read " + new String(text, UTF_8)).getBytes(UTF_8);
  }

  @Override
  public Ciphertext wrapKey(byte[] key, KeyUse use) {
    called("wrap", use.algorithm(), use.keyName());
    return new Ciphertext(masked(key), use.associatedData());
  }

  @Override
  public byte[] unwrapKey(Ciphertext wrapped, KeyUse use) {
    called("unwrap", use.algorithm(), use.keyName());
    return masked(wrapped.bytes());
  }

  @Override
  public byte[] sign(byte[] digest, String algorithm, String keyName) {
    called("sign", algorithm, keyName);
    return masked(digest);
  }

  @Override
  public boolean verify(byte[] digest, byte[] signature, String algorithm, String keyName) {
    called("verify", algorithm, keyName);
    return Arrays.equals(masked(digest), signature);
  }

  @Override
  public boolean neverHoldsCarrier() {
    return neverHolds;
  }

  @Override
  public void ping() {
    called("ping", "", "key");
  }

  @Override
  public void close() {
    closed = true;
  }
}
