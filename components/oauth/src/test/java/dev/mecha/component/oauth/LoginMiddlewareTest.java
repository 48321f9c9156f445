package dev.mecha.component.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpBody;
import dev.mecha.spi.middleware.HttpHeaders;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import dev.mecha.tck.HttpMiddlewareTck;
import dev.mecha.tck.TckClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginMiddlewareTest extends HttpMiddlewareTck {

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
    return new LoginMiddleware.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of(
        "clientID", "me",
        "clientSecret", "s3",
        "scopes", "openid,email",
        "authURL", "http://login.example/auth?x=1",
        "tokenURL", issuer.url() + "/token",
        "redirectURL", "http://localhost:3500/back",
        "pathFilter", "^/private|^/back");
  }

  @Override
  protected HttpRequest accepted() {
    return request("GET", "/public", "");
  }

  @Override
  protected HttpRequest refused() {
    return request("GET", "/private", "");
  }

  private LoginMiddleware middleware(String... changes) {
    var metadata = new HashMap<>(metadata());
    for (int i = 0; i < changes.length; i += 2) {
      metadata.put(changes[i], changes[i + 1]);
    }
    return new LoginMiddleware(ComponentMetadata.of(metadata), clock);
  }

  private static HttpRequest with(String path, String query, String cookie) {
    var headers = new HttpHeaders().add("Host", "shop.example").add("Cookie", "a=b; " + cookie);
    return new HttpRequest("GET", path, query, headers, HttpBody.of(new byte[0]), "");
  }

  private static HttpAnswer answer(HttpMiddleware middleware, HttpRequest request)
      throws InterruptedException {
    return ((Verdict.Answer) middleware.handle(request)).answer();
  }

  private static String header(HttpAnswer answer, String name) {
    return Objects.requireNonNull(answer.headers().first(name));
  }

  private static String cookie(HttpAnswer answer) {
    String header = header(answer, "Set-Cookie");
    assertThat(header).contains("; HttpOnly; SameSite=Lax");
    return header.substring(0, header.indexOf(';'));
  }

  private static String state(HttpAnswer answer) {
    return Objects.requireNonNull(
        Form.decode(URI.create(header(answer, "Location")).getRawQuery()).get("state"));
  }

  @Test
  void peopleAreSentToLogInAndComeBackWithAToken() throws InterruptedException {
    try (var middleware = middleware()) {
      HttpAnswer sent = answer(middleware, with("/private", "q=1", ""));
      assertThat(sent.status()).isEqualTo(302);
      assertThat(header(sent, "Location"))
          .startsWith("http://login.example/auth?x=1&access_type=offline&client_id=me")
          .contains("&redirect_uri=http%3A%2F%2Flocalhost%3A3500%2Fback&response_type=code")
          .contains("&scope=openid+email&state=");
      String cookie = cookie(sent);
      HttpAnswer back = answer(middleware, with("/back", "code=c1&state=" + state(sent), cookie));
      assertThat(back.status()).isEqualTo(302);
      assertThat(header(back, "Location")).isEqualTo("/private?q=1");
      assertThat(cookie(back)).isNotEqualTo(cookie);
      assertThat(issuer.asked().getFirst())
          .containsEntry("grant_type", "authorization_code")
          .containsEntry("code", "c1");
      var pass = (Verdict.Pass) middleware.handle(with("/private", "q=1", cookie(back)));
      assertThat(pass.request().headers().first("Authorization")).isEqualTo("Bearer t1");
      clock.advance(Duration.ofSeconds(3601));
      assertThat(answer(middleware, with("/private", "", cookie(back))).status()).isEqualTo(302);
    }
  }

  @Test
  void statesAndCodesThatDoNotFitAreRefused() throws InterruptedException {
    try (var middleware = middleware()) {
      HttpAnswer sent = answer(middleware, with("/private", "", ""));
      String cookie = cookie(sent);
      assertThat(answer(middleware, with("/back", "code=c&state=x", cookie)).status())
          .isEqualTo(400);
      assertThat(
              answer(middleware, with("/back", "code=c&state=" + state(sent), "other=1")).status())
          .isEqualTo(400);
      assertThat(answer(middleware, with("/back", "state=" + state(sent), cookie)).status())
          .isEqualTo(400);
      assertThat(issuer.asked()).isEmpty();
      clock.advance(Duration.ofHours(1));
      assertThat(answer(middleware, with("/back", "code=c&state=" + state(sent), cookie)).status())
          .isEqualTo(400);
    }
  }

  @Test
  void aTokenThatDoesNotComeIsAFailure() throws InterruptedException {
    try (var middleware = middleware("clientSecret", "wrong")) {
      HttpAnswer sent = answer(middleware, with("/private", "", ""));
      String query = "code=c&state=" + state(sent);
      assertThat(answer(middleware, with("/back", query, cookie(sent))).status()).isEqualTo(500);
    }
  }

  @Test
  void peopleComeBackOverHttpsIfThatIsWantedAndNeverToAnotherHost() throws InterruptedException {
    try (var middleware = middleware("forceHTTPS", "true", "pathFilter", "")) {
      HttpAnswer sent = answer(middleware, with("//evil.example/x", "", ""));
      assertThat(header(sent, "Set-Cookie")).endsWith("; Secure");
      String query = "code=c&state=" + state(sent);
      assertThat(header(answer(middleware, with("/back", query, cookie(sent))), "Location"))
          .isEqualTo("https://shop.example/evil.example/x");
    }
  }
}
