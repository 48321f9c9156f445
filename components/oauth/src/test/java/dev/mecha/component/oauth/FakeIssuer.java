package dev.mecha.component.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;

/**
 * An issuer of tokens. Its token endpoint wants the client {@code me} with the secret {@code s3} in
 * the form, refuses it in the header, and hands out the token {@code t1}, {@code t2} and so on.
 */
final class FakeIssuer implements AutoCloseable {

  private static final int KEY_BITS = 2048;

  private final HttpServer server;
  private final List<Map<String, String>> asked = Collections.synchronizedList(new ArrayList<>());
  private volatile RSAKey key;
  private volatile String lifetime = "3600";

  FakeIssuer() throws IOException, JOSEException {
    this.key = new RSAKeyGenerator(KEY_BITS).keyID("k1").generate();
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.createContext("/.well-known/openid-configuration", this::configuration);
    server.createContext("/keys", this::keys);
    server.createContext("/token", this::token);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns what the token endpoint was asked and has answered. */
  List<Map<String, String>> asked() {
    return asked;
  }

  /** Says for how many seconds tokens are good. */
  void lifetime(String seconds) {
    lifetime = seconds;
  }

  /** Signs with another key from now on. */
  void changeKey(String id) throws JOSEException {
    key = new RSAKeyGenerator(KEY_BITS).keyID(id).generate();
  }

  String sign(String issuer, String audience, Instant expiry) throws JOSEException {
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(audience)
                .expirationTime(Date.from(expiry))
                .build());
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private void configuration(HttpExchange exchange) throws IOException {
    answer(exchange, 200, "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(url(), url()));
  }

  private void keys(HttpExchange exchange) throws IOException {
    answer(exchange, 200, new JWKSet(key.toPublicJWK()).toString());
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> form =
        Form.decode(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    String who = exchange.getRequestHeaders().getFirst("Authorization");
    boolean inHeader =
        who != null
            && who.equals(
                "Basic "
                    + Base64.getEncoder().encodeToString("me:s3".getBytes(StandardCharsets.UTF_8)));
    if (inHeader || !"s3".equals(form.get("client_secret"))) {
      answer(exchange, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    asked.add(form);
    answer(
        exchange,
        200,
        "{\"access_token\":\"t%d\",\"token_type\":\"bearer\",\"expires_in\":%s}"
            .formatted(asked.size(), lifetime));
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    try (exchange) {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
