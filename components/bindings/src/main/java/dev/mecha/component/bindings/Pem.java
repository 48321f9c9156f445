package dev.mecha.component.bindings;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and private keys in PEM. */
final class Pem {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN (RSA |)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");

  /** The algorithm RSA without parameters, as the header of a PKCS#8 key writes it. */
  private static final byte[] RSA = {
    0x02,
    0x01,
    0x00,
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

  private Pem() {}

  static List<Certificate> certificates(String pem) throws GeneralSecurityException {
    int start = pem.indexOf("-----BEGIN CERTIFICATE");
    var text = new ByteArrayInputStream(pem.substring(Math.max(start, 0)).getBytes(US_ASCII));
    List<Certificate> found =
        List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(text));
    if (found.isEmpty()) {
      throw new KeyException("no certificate");
    }
    return found;
  }

  /** In PKCS#8, or in the older form of RSA. */
  static PrivateKey privateKey(String pem, String algorithm) throws GeneralSecurityException {
    Matcher key = KEY.matcher(pem);
    if (!key.find()) {
      throw new KeyException("no private key in PKCS#8 or PKCS#1");
    }
    byte[] bytes = Base64.getMimeDecoder().decode(key.group(2));
    byte[] encoded = key.group(1).isEmpty() ? bytes : wrapped(bytes);
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }

  private static byte[] wrapped(byte[] rsa) {
    var inner = new ByteArrayOutputStream();
    inner.writeBytes(RSA);
    inner.writeBytes(tagged(0x04, rsa));
    return tagged(0x30, inner.toByteArray());
  }

  /** One element of DER. */
  private static byte[] tagged(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      int size = content.length < 0x100 ? 1 : content.length < 0x10000 ? 2 : 3;
      out.write(0x80 | size);
      for (int i = size - 1; i >= 0; i--) {
        out.write(content.length >> (8 * i));
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
