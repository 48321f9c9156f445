package dev.mecha.component.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.middleware.HttpBody;
import dev.mecha.spi.middleware.HttpHeaders;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import dev.mecha.tck.HttpMiddlewareTck;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BearerMiddlewareTest extends HttpMiddlewareTck {

  private FakeIssuer issuer;

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
    return new BearerMiddleware.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("issuerURL", issuer.url(), "clientID", "app");
  }

  @Override
  protected HttpRequest accepted() throws JOSEException {
    return with("Bearer " + issuer.sign(issuer.url(), "app", Instant.now().plusSeconds(60)));
  }

  @Override
  protected HttpRequest refused() {
    return with("");
  }

  private static HttpRequest with(String authorization) {
    var headers = new HttpHeaders();
    if (!authorization.isEmpty()) {
      headers.add("authorization", authorization);
    }
    return new HttpRequest("GET", "/", "", headers, HttpBody.of(new byte[0]), "");
  }

  private static int status(HttpMiddleware middleware, HttpRequest request)
      throws InterruptedException {
    return middleware.handle(request) instanceof Verdict.Answer(var answer) ? answer.status() : 200;
  }

  private String signed(String from, String audience, int seconds) throws JOSEException {
    return issuer.sign(from, audience, Instant.now().plusSeconds(seconds));
  }

  @Test
  void onlyTokensOfTheIssuerForTheAudienceAreTaken() throws Exception {
    var middleware = new BearerMiddleware(ComponentMetadata.of(metadata()));
    assertThat(status(middleware, with("bEARER " + signed(issuer.url(), "app", 60))))
        .isEqualTo(200);
    assertThat(status(middleware, with("Bearer " + signed(issuer.url(), "other", 60))))
        .isEqualTo(401);
    assertThat(status(middleware, with("Bearer " + signed("http://other", "app", 60))))
        .isEqualTo(401);
    assertThat(status(middleware, with("Bearer " + signed(issuer.url(), "app", -3600))))
        .isEqualTo(401);
    assertThat(status(middleware, with("Basic bWU6czM="))).isEqualTo(401);
    assertThat(status(middleware, with("Bearer not.a.token"))).isEqualTo(401);
    // Clocks differ.
    assertThat(status(middleware, with("Bearer " + signed(issuer.url(), "app", -60))))
        .isEqualTo(200);
  }

  @Test
  void tokensThatSomebodyElseHasSignedAreRefused() throws Exception {
    var middleware = new BearerMiddleware(ComponentMetadata.of(metadata()));
    try (var forger = new FakeIssuer()) {
      String token = forger.sign(issuer.url(), "app", Instant.now().plusSeconds(60));
      assertThat(status(middleware, with("Bearer " + token))).isEqualTo(401);
    }
  }

  @Test
  void newKeysAreLookedUp() throws Exception {
    var middleware = new BearerMiddleware(ComponentMetadata.of(metadata()));
    issuer.changeKey("k2");
    assertThat(status(middleware, with("Bearer " + signed(issuer.url(), "app", 60))))
        .isEqualTo(200);
  }

  @Test
  void keysMayBeElsewhere() throws Exception {
    var middleware =
        new BearerMiddleware(
            ComponentMetadata.of(
                Map.of("issuer", "me", "audience", "app", "jwksURL", issuer.url() + "/keys")));
    assertThat(status(middleware, with("Bearer " + signed("me", "app", 60)))).isEqualTo(200);
  }

  @Test
  void anIssuerOfAnotherNameIsRefused() {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(
            () ->
                new BearerMiddleware(
                    ComponentMetadata.of(Map.of("issuer", issuer.url() + "/", "audience", "app"))))
        .withMessageStartingWith("issuer: \"" + issuer.url() + "/\" (expected: \"");
    issuer.close();
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(
            () ->
                new BearerMiddleware(
                    ComponentMetadata.of(
                        Map.of("issuer", "me", "audience", "app", "jwksURL", issuer.url()))))
        .withMessageStartingWith("failed to fetch JWKS");
  }
}
