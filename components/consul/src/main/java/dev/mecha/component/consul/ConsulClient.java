package dev.mecha.component.consul;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.InvalidMetadataException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Speaks to an agent. */
final class ConsulClient implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int SHOWN = 200;

  private final HttpClient http;
  private final URI base;
  private final String datacenter;
  private final String token;
  private final String authorization;

  /**
   * @param client the peer's fields of {@code client}
   * @param environment what is looked up for a field that is not given
   */
  ConsulClient(Map<String, Object> client, Map<String, String> environment) {
    Map<String, Object> tls = Json.object(client, "TLSConfig");
    for (String field : new String[] {"CertFile", "CAPath", "InsecureSkipVerify"}) {
      if (!Json.text(tls, field).isEmpty() && !Json.text(tls, field).equals("false")) {
        throw new InvalidMetadataException(
            "client.tlsConfig." + field + ": not supported (expected: CAFile only)");
      }
    }
    this.http = Tls.client(Json.text(tls, "CAFile"), TIMEOUT);
    this.base = base(client, environment);
    this.datacenter = Json.text(client, "Datacenter");
    this.token = token(client, environment);
    this.authorization = authorization(Json.object(client, "HTTPAuth"));
  }

  private static URI base(Map<String, Object> client, Map<String, String> environment) {
    String given = Json.text(client, "Address");
    String address =
        given.isEmpty() ? environment.getOrDefault("CONSUL_HTTP_ADDR", "127.0.0.1:8500") : given;
    String scheme = Json.text(client, "Scheme");
    String whole =
        address.contains("://")
            ? address
            : (scheme.isEmpty() ? "http" : scheme.toLowerCase(Locale.ROOT)) + "://" + address;
    try {
      URI uri = URI.create(whole.endsWith("/") ? whole : whole + "/");
      if (uri.getHost() != null && uri.getScheme().matches("https?")) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw wrongAddress(address, e);
    }
    throw wrongAddress(address, null);
  }

  private static InvalidMetadataException wrongAddress(String address, @Nullable Exception cause) {
    var wrong =
        new InvalidMetadataException(
            "client.address: \"" + address + "\" (expected: host:port or an http address)");
    if (cause != null) {
      wrong.initCause(cause);
    }
    return wrong;
  }

  private static String token(Map<String, Object> client, Map<String, String> environment) {
    String file = Json.text(client, "TokenFile");
    if (!file.isEmpty()) {
      try {
        return Files.readString(Path.of(file)).strip();
      } catch (IOException e) {
        throw new ComponentException("client.tokenFile: cannot read " + file, e);
      }
    }
    String given = Json.text(client, "Token");
    return given.isEmpty() ? environment.getOrDefault("CONSUL_HTTP_TOKEN", "") : given;
  }

  private static String authorization(Map<String, Object> auth) {
    String user = Json.text(auth, "Username");
    String pair = user + ":" + Json.text(auth, "Password");
    return user.isEmpty()
        ? ""
        : "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** Asks for something. */
  String get(String path) throws IOException, InterruptedException {
    return send(request(path, token).GET());
  }

  /** Asks for the healthy instances of a service. */
  String healthy(String service, QueryOptions options) throws IOException, InterruptedException {
    String path = "v1/health/service/" + QueryOptions.encode(service) + "?" + options.parameters();
    HttpRequest.Builder request =
        request(path, options.token().isEmpty() ? token : options.token()).GET();
    if (!options.cacheControl().isEmpty()) {
      request.header("Cache-Control", options.cacheControl());
    }
    return send(request);
  }

  /** Tells something. */
  void put(String path, String body) throws IOException, InterruptedException {
    send(
        request(path, token)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path, String withToken) {
    boolean elsewhere = !datacenter.isEmpty() && !path.contains("dc=");
    String separator = path.contains("?") ? "&dc=" : "?dc=";
    String whole = elsewhere ? path + separator + QueryOptions.encode(datacenter) : path;
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(whole)).timeout(TIMEOUT);
    if (!withToken.isEmpty()) {
      request.header("X-Consul-Token", withToken);
    }
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return request;
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      String body = response.body().strip();
      throw new IOException(
          "Unexpected response code: "
              + response.statusCode()
              + " ("
              + body.substring(0, Math.min(body.length(), SHOWN))
              + ")");
    }
    return response.body();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
