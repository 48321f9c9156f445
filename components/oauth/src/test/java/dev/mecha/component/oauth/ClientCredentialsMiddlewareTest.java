package dev.mecha.component.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import dev.mecha.tck.HttpMiddlewareTck;
import dev.mecha.tck.TckClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientCredentialsMiddlewareTest extends HttpMiddlewareTck {

  private FakeIssuer issuer;
  private final TckClock clock = new TckClock(Instant.parse("2030-01-01T00:00:00Z"));

  @BeforeEach
  void start() throws IOException, JOSEException {
    issuer = new FakeIssuer();
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Override
  protected ComponentProvider<HttpMiddleware> provider() {
    return new ClientCredentialsMiddleware.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of(
        "clientID", "me",
        "clientSecret", "s3",
        "scopes", "a,b",
        "tokenURL", issuer.url() + "/token",
        "headerName", "X-Token",
        "endpointParamsQuery", "resource=r%201",
        "pathFilter", "^/with");
  }

  @Override
  protected HttpRequest accepted() {
    return request("GET", "/with", "");
  }

  private ClientCredentialsMiddleware middleware(String... changes) {
    var metadata = new HashMap<>(metadata());
    for (int i = 0; i < changes.length; i += 2) {
      metadata.put(changes[i], changes[i + 1]);
    }
    return new ClientCredentialsMiddleware(ComponentMetadata.of(metadata), clock);
  }

  private static String token(HttpMiddleware middleware, String path) throws InterruptedException {
    var pass = (Verdict.Pass) middleware.handle(request("GET", path, ""));
    return String.valueOf(pass.request().headers().first("X-Token"));
  }

  @Test
  void tokensAreKeptUntilTheyExpire() throws InterruptedException {
    try (var middleware = middleware()) {
      assertThat(token(middleware, "/with")).isEqualTo("Bearer t1");
      assertThat(token(middleware, "/with/more")).isEqualTo("Bearer t1");
      clock.advance(Duration.ofHours(1));
      assertThat(token(middleware, "/with")).isEqualTo("Bearer t2");
      assertThat(issuer.asked().getFirst())
          .containsEntry("grant_type", "client_credentials")
          .containsEntry("scope", "a b")
          .containsEntry("resource", "r 1");
    }
  }

  @Test
  void otherPathsGetNone() throws InterruptedException {
    try (var middleware = middleware()) {
      assertThat(token(middleware, "/other")).isEqualTo("null");
      assertThat(issuer.asked()).isEmpty();
    }
  }

  @Test
  void withoutATokenNothingGoesOn() throws InterruptedException {
    for (String style : new String[] {"0", "1", "2"}) {
      try (var middleware = middleware("clientSecret", "wrong", "authStyle", style)) {
        var verdict = (Verdict.Answer) middleware.handle(accepted());
        assertThat(verdict.answer().status()).isEqualTo(500);
      }
    }
    try (var middleware = middleware("authStyle", "1")) {
      assertThat(token(middleware, "/with")).isEqualTo("Bearer t1");
    }
  }

  @Test
  void mistakesAreSaidWithoutTheSecret() {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> middleware("authStyle", "3"))
        .withMessage("authStyle: \"3\" (expected: an integer from 0 to 2)");
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> middleware("pathFilter", "("))
        .withMessage("pathFilter: \"(\" (expected: a regular expression)");
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> middleware("tokenURL", "nowhere"))
        .withMessage("tokenURL: \"nowhere\" (expected: a URL of http or https)");
  }
}
