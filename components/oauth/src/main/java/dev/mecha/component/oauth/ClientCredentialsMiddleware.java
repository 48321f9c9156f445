package dev.mecha.component.oauth;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a token into a header of every request, which it gets with a client's own credentials (RFC
 * 6749, 4.4) and keeps until shortly before it expires.
 */
public final class ClientCredentialsMiddleware implements HttpMiddleware {

  private static final Logger LOG =
      LoggerFactory.getLogger("dapr.middleware.http.oauth2clientcredentials");

  private static final Duration UNKNOWN_LIFETIME = Duration.ofHours(1);
  private static final Duration EARLY = Duration.ofSeconds(10);

  private record Kept(String header, Instant until) {}

  private final Web web = new Web();
  private final TokenEndpoint endpoint;
  private final Map<String, String> grant;
  private final String headerName;
  private final PathFilter filter;
  private final Time clock;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable Kept kept;

  /** Makes middleware of the type {@code middleware.http.oauth2clientcredentials}. */
  public static final class Provider extends OAuthProvider {

    /** For the service loader. */
    public Provider() {
      super("oauth2clientcredentials");
    }

    @Override
    public HttpMiddleware create(ComponentContext context) {
      return new ClientCredentialsMiddleware(context.metadata(), context.clock());
    }
  }

  ClientCredentialsMiddleware(ComponentMetadata metadata, Time clock) {
    this.headerName = metadata.property("headerName").required();
    this.filter = PathFilter.of(metadata.property("pathFilter"));
    this.clock = clock;
    this.grant = new HashMap<>(Form.decode(metadata.property("endpointParamsQuery").text("")));
    grant.put("grant_type", "client_credentials");
    grant.put("scope", metadata.property("scopes").required().replace(',', ' '));
    this.endpoint =
        new TokenEndpoint(
            web,
            BearerMiddleware.uri("tokenURL", metadata.property("tokenURL").required()),
            metadata.property("clientID").required(),
            metadata.property("clientSecret").secret().required(),
            TokenEndpoint.Style.of(metadata.property("authStyle").integer(0, 0, 2)));
  }

  @Override
  public Verdict handle(HttpRequest request) throws InterruptedException {
    if (!filter.includes(request)) {
      return Verdict.pass(request);
    }
    try {
      request.headers().set(headerName, header());
      return Verdict.pass(request);
    } catch (ComponentException e) {
      LOG.error("Error acquiring token: {}", e.getMessage());
      return Verdict.answer(HttpAnswer.ofStatus(500));
    }
  }

  /** One asks, the others wait for what it gets. */
  private String header() throws InterruptedException {
    Kept known = kept;
    if (known != null && clock.instant().isBefore(known.until())) {
      return known.header();
    }
    asking.lockInterruptibly();
    try {
      known = kept;
      if (known != null && clock.instant().isBefore(known.until())) {
        return known.header();
      }
      Token token = endpoint.ask(grant);
      Duration lifetime = token.lifetime() == null ? UNKNOWN_LIFETIME : token.lifetime();
      kept = new Kept(token.header(), clock.instant().plus(lifetime).minus(EARLY));
      return token.header();
    } finally {
      asking.unlock();
    }
  }

  @Override
  public void close() {
    web.close();
  }
}
