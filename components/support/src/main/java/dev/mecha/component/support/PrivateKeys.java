package dev.mecha.component.support;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads private keys as PEM text in the three forms that tools write: PKCS#8 ({@code PRIVATE KEY}),
 * PKCS#1 ({@code RSA PRIVATE KEY}) and SEC 1 ({@code EC PRIVATE KEY}). The JDK reads the first
 * only, so the others are wrapped into it.
 */
public final class PrivateKeys {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([^-]+)-----END \\1-----");
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final byte[] RSA = {
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };
  private static final byte[] EC_OID = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
  };
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int OID = 0x06;
  private static final int CURVE = 0xa0;

  private PrivateKeys() {}

  /**
   * @param pem a text that holds one private key
   * @return the key
   * @throws IllegalArgumentException if the text holds none, or one that is encrypted or damaged
   */
  public static PrivateKey parse(String pem) {
    Matcher block = BLOCK.matcher(pem);
    if (!block.find()) {
      throw new IllegalArgumentException("no private key");
    }
    byte[] body = Base64.getMimeDecoder().decode(block.group(2));
    return switch (block.group(1)) {
      case "RSA PRIVATE KEY" -> read(wrap(RSA, body), List.of("RSA"));
      case "EC PRIVATE KEY" ->
          read(wrap(tagged(SEQUENCE, EC_OID, curve(body)), body), List.of("EC"));
      default -> read(body, List.of("RSA", "EC", "EdDSA"));
    };
  }

  private static PrivateKey read(byte[] pkcs8, List<String> algorithms) {
    for (String algorithm : algorithms) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException e) {
        // Another algorithm may fit.
      }
    }
    throw new IllegalArgumentException("not a key of " + algorithms);
  }

  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return tagged(SEQUENCE, VERSION_0, algorithm, tagged(OCTETS, key));
  }

  /** The name of the curve: SEC 1 has it behind the key's number, under the tag 0xa0. */
  private static byte[] curve(byte[] sec1) {
    for (int i = 0; i + 3 < sec1.length; i++) {
      boolean found = (sec1[i] & 0xff) == CURVE && sec1[i + 2] == OID;
      if (found && sec1[i + 1] == sec1[i + 3] + 2 && i + 4 + sec1[i + 3] <= sec1.length) {
        return tagged(OID, Arrays.copyOfRange(sec1, i + 4, i + 4 + sec1[i + 3]));
      }
    }
    throw new IllegalArgumentException("no named curve");
  }

  private static byte[] tagged(int tag, byte[]... parts) {
    var body = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      body.writeBytes(part);
    }
    int length = body.size();
    var all = new ByteArrayOutputStream();
    all.write(tag);
    if (length < 0x80) {
      all.write(length);
    } else {
      all.write(0x82);
      all.write(length >> 8);
      all.write(length);
    }
    all.writeBytes(body.toByteArray());
    return all.toByteArray();
  }
}
