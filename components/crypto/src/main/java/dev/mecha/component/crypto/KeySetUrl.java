package dev.mecha.component.crypto;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.time.Time;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys on a server, fetched again when they are asked for and old enough. While the server is away
 * those that were fetched last go on to be used.
 */
final class KeySetUrl implements KeySource {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.crypto.jwks");

  private final HttpClient client;
  private final HttpRequest request;
  private final Duration minRefresh;
  private final Time clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile Fetched fetched;

  /** The keys, and when they were asked for. */
  private record Fetched(JWKSet keys, Instant at) {}

  /**
   * @throws ComponentException if they cannot be had
   */
  KeySetUrl(String url, Duration timeout, Duration minRefresh, Time clock)
      throws InterruptedException {
    this.request =
        HttpRequest.newBuilder(uri(url))
            .header("Accept", "application/json")
            .timeout(timeout)
            .build();
    this.minRefresh = minRefresh;
    this.clock = clock;
    if (url.startsWith("http://")) {
      LOG.warn(
          "Loading JWK from an HTTP endpoint without TLS: this is not recommended on production"
              + " environments.");
    }
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    try {
      this.fetched = new Fetched(fetch(), clock.instant());
    } catch (IOException e) {
      client.shutdownNow();
      throw new ComponentException("failed to fetch JWKS: " + reason(e), e);
    } catch (InterruptedException | RuntimeException e) {
      client.shutdownNow();
      throw e;
    }
  }

  private static URI uri(String url) {
    try {
      URI uri = URI.create(url);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new InvalidMetadataException("jwks: (hidden) (expected: a URL with a host)");
  }

  private JWKSet fetch() throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("status " + answer.statusCode() + " (expected: 200)");
    }
    try {
      return KeySet.parse(answer.body());
    } catch (IllegalArgumentException e) {
      throw new IOException("the answer is no JSON Web Key Set", e);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  @Override
  public JWK key(String name) throws InterruptedException {
    if (isOld() && fetching.tryLock()) {
      try {
        if (isOld()) {
          refresh();
        }
      } finally {
        fetching.unlock();
      }
    }
    return KeySet.in(fetched.keys, name);
  }

  private boolean isOld() {
    return !clock.instant().isBefore(fetched.at.plus(minRefresh));
  }

  private void refresh() throws InterruptedException {
    Instant now = clock.instant();
    JWKSet keys = fetched.keys;
    try {
      keys = fetch();
    } catch (IOException e) {
      LOG.warn("Error while refreshing JWKS cache: {}", reason(e));
    }
    fetched = new Fetched(keys, now);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
