package dev.mecha.component.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Asks Vault. */
final class VaultClient implements AutoCloseable {

  static final JsonMapper JSON = new JsonMapper();

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String ADDRESS = "https://127.0.0.1:8200";

  private final HttpClient client;
  private final String address;
  private final boolean renamed;
  private final VaultToken token;

  /**
   * @throws InvalidMetadataException if the metadata is wrong
   */
  VaultClient(ComponentMetadata metadata) {
    this.address =
        metadata.property("vaultAddr").isPresent()
            ? metadata.property("vaultAddr").parse("a URL of http or https", VaultClient::url)
            : ADDRESS;
    this.token = VaultToken.of(metadata);
    String name = metadata.property("tlsServerName").text("");
    this.renamed = !name.isEmpty();
    var tls = new SSLParameters();
    if (renamed) {
      tls.setServerNames(
          metadata
              .property("tlsServerName")
              .parse("a host name", n -> List.of(new SNIHostName(n))));
    }
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .sslContext(VaultTls.context(metadata))
            .sslParameters(tls)
            .build();
  }

  private static String url(String text) {
    URI uri = URI.create(text);
    if (uri.getHost() == null || uri.getScheme() == null || !uri.getScheme().startsWith("http")) {
      throw new IllegalArgumentException("no URL");
    }
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /**
   * Gets a document.
   *
   * @param path behind {@code /v1/}, encoded
   * @return null if there is none
   * @throws ComponentException if Vault cannot be reached or refuses
   */
  @Nullable JsonNode get(String path) throws InterruptedException {
    return ask("GET", path);
  }

  /**
   * Lists what is below a path.
   *
   * @return null if nothing
   */
  @Nullable JsonNode list(String path) throws InterruptedException {
    return ask("LIST", path);
  }

  private @Nullable JsonNode ask(String verb, String path) throws InterruptedException {
    HttpResponse<String> answer = send(verb, path);
    if (answer.statusCode() == 403 && token.renew()) {
      answer = send(verb, path);
    }
    if (answer.statusCode() == 404) {
      return null;
    }
    try {
      JsonNode body = JSON.readTree(answer.body());
      if (answer.statusCode() == 200 && body.isObject()) {
        return body;
      }
      throw new ComponentException(
          "couldn't get successful response, status code %d%s"
              .formatted(answer.statusCode(), errors(body)));
    } catch (JsonProcessingException e) {
      throw new ComponentException(
          "couldn't get successful response, status code " + answer.statusCode(), e);
    }
  }

  private static String errors(JsonNode body) {
    JsonNode errors = body.path("errors");
    return errors.isEmpty() ? "" : ": " + errors;
  }

  private HttpResponse<String> send(String verb, String path) throws InterruptedException {
    try {
      var request =
          HttpRequest.newBuilder(uri(path))
              .timeout(TIMEOUT)
              .header("X-Vault-Token", token.value())
              .header("X-Vault-Request", "true")
              .method(verb, HttpRequest.BodyPublishers.noBody())
              .build();
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException | URISyntaxException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new ComponentException("couldn't get secret: " + address + ": " + reason, e);
    }
  }

  /**
   * The JDK asks a server for the name in the URL, but leaves alone who is called by number: so
   * that another name can be asked for, the host's is looked up here.
   */
  private URI uri(String path) throws IOException, URISyntaxException {
    URI uri = URI.create(address + "/v1/" + path);
    if (!renamed) {
      return uri;
    }
    String host = InetAddress.getByName(uri.getHost().replaceAll("[\\[\\]]", "")).getHostAddress();
    String number = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new URI(uri.getScheme() + "://" + number + port + uri.getRawPath() + query);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
