package dev.mecha.block.crypto;

import dev.mecha.block.crypto.scheme.DataCipher;
import dev.mecha.block.crypto.scheme.EncryptOptions;
import dev.mecha.block.crypto.scheme.KeyAlgorithm;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.pipeline.HttpHandler;
import dev.mecha.kernel.pipeline.HttpRoute;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Encrypting and decrypting over HTTP. */
final class CryptoHttp {

  static final ApiGroup V1_ALPHA1 = new ApiGroup("crypto", "v1alpha1");

  /**
   * How much of an answer is made before it begins, which is more than a request may have unless
   * somebody raises the limit. A message that short is proved as a whole, so that its failure is an
   * error like any other, and its sender need not read while it sends, which few HTTP clients do.
   * Of a longer one the connection breaks off.
   */
  private static final int PROVED_BYTES = 5 << 20;

  private static final String COMPONENT = "/v1.0-alpha1/crypto/{name}/";
  private static final String BYTES = "application/octet-stream";
  private static final Set<String> TRUE = Set.of("1", "y", "yes", "t", "true", "on");

  private final CryptoService service;

  CryptoHttp(CryptoService service) {
    this.service = service;
  }

  List<HttpRoute> routes() {
    return List.of(
        route("encrypt", "Encrypt", this::encrypt), route("decrypt", "Decrypt", this::decrypt));
  }

  private static HttpRoute route(String method, String name, HttpHandler handler) {
    return new HttpRoute(Set.of("PUT"), COMPONENT + method, Endpoint.of(name, V1_ALPHA1), handler);
  }

  private void encrypt(HttpExchange exchange) throws InterruptedException {
    String provider = exchange.pathParameter("name");
    service.require(provider);
    String keyName = required(exchange, "dapr-key-name");
    String algorithm = required(exchange, "dapr-key-wrap-algorithm");
    answer(
        exchange,
        service.encrypt(
            provider,
            exchange.bodyStream(),
            () ->
                new EncryptOptions(
                    keyName,
                    KeyAlgorithm.of(algorithm),
                    DataCipher.of(optional(exchange, "dapr-data-encryption-cipher")),
                    isTrue(optional(exchange, "dapr-omit-decryption-key-name")),
                    optional(exchange, "dapr-decryption-key-name"))));
  }

  private void decrypt(HttpExchange exchange) throws InterruptedException {
    answer(
        exchange,
        service.decrypt(
            exchange.pathParameter("name"),
            exchange.bodyStream(),
            optional(exchange, "dapr-key-name")));
  }

  private static String required(HttpExchange exchange, String header) {
    String value = optional(exchange, header);
    if (value.isEmpty()) {
      throw CryptoErrors.badRequest("missing header '" + header + "'").asException();
    }
    return value;
  }

  private static String optional(HttpExchange exchange, String header) {
    String value = exchange.requestHeader(header);
    return value == null ? "" : value;
  }

  private static boolean isTrue(String text) {
    return TRUE.contains(text.strip().toLowerCase(Locale.ROOT));
  }

  private static void answer(HttpExchange exchange, Body message) throws InterruptedException {
    var proved = new ByteArrayOutputStream(1024);
    while (proved.size() < PROVED_BYTES) {
      byte[] piece = next(message);
      if (piece.length == 0) {
        exchange.respond(200, BYTES, proved.toByteArray());
        return;
      }
      proved.writeBytes(piece);
    }
    var headers = new Headers();
    headers.set("Content-Type", BYTES);
    exchange.respond(200, headers, new BegunBody(proved.toByteArray(), message));
  }

  /** Nothing at the end. */
  private static byte[] next(Body message) throws InterruptedException {
    try {
      byte[] piece = message.next();
      return piece == null ? new byte[0] : piece;
    } catch (BodyException e) {
      throw CryptoErrors.broken(String.valueOf(e.getMessage())).asException();
    }
  }
}
