package dev.mecha.component.oauth;

import dev.mecha.component.oauth.Sessions.LoggedIn;
import dev.mecha.component.oauth.Sessions.LoggingIn;
import dev.mecha.component.oauth.Sessions.Session;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import dev.mecha.spi.time.Time;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends people who have not logged in to do so (RFC 6749, 4.1), and puts the token of those who
 * have into a header. A cookie tells who is who.
 */
public final class LoginMiddleware implements HttpMiddleware {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.middleware.http.oauth2");

  /** The cookie. */
  static final String COOKIE = "mecha-oauth2-session";

  private static final Duration TO_LOG_IN = Duration.ofMinutes(15);
  private static final Duration UNKNOWN_LIFETIME = Duration.ofHours(12);

  private final Web web = new Web();
  private final TokenEndpoint endpoint;
  private final Sessions sessions;
  private final Time clock;
  private final String authUrl;
  private final String clientId;
  private final String scopes;
  private final String redirectUrl;
  private final String headerName;
  private final boolean forceHttps;
  private final PathFilter filter;

  /** Makes middleware of the type {@code middleware.http.oauth2}. */
  public static final class Provider extends OAuthProvider {

    /** For the service loader. */
    public Provider() {
      super("oauth2");
    }

    @Override
    public HttpMiddleware create(ComponentContext context) {
      return new LoginMiddleware(context.metadata(), context.clock());
    }
  }

  LoginMiddleware(ComponentMetadata metadata, Time clock) {
    this.clock = clock;
    this.sessions = new Sessions(clock);
    this.authUrl =
        BearerMiddleware.uri("authURL", metadata.property("authURL").required()).toString();
    this.clientId = metadata.property("clientID").required();
    this.scopes = metadata.property("scopes").text("").replace(',', ' ');
    this.redirectUrl = metadata.property("redirectURL").text("");
    this.headerName = metadata.property("authHeaderName").text("Authorization");
    this.forceHttps = metadata.property("forceHTTPS").flag(false);
    this.filter = PathFilter.of(metadata.property("pathFilter"));
    this.endpoint =
        new TokenEndpoint(
            web,
            BearerMiddleware.uri("tokenURL", metadata.property("tokenURL").required()),
            clientId,
            metadata.property("clientSecret").secret().required(),
            TokenEndpoint.Style.AUTO);
  }

  @Override
  public Verdict handle(HttpRequest request) throws InterruptedException {
    if (!filter.includes(request)) {
      return Verdict.pass(request);
    }
    String id = cookie(request);
    Session session = sessions.find(id);
    if (session instanceof LoggedIn known) {
      request.headers().set(headerName, known.header());
      return Verdict.pass(request);
    }
    Map<String, String> query = Form.decode(request.query());
    String state = query.getOrDefault("state", "");
    return Verdict.answer(
        state.isEmpty()
            ? sendToLogIn(request, id)
            : comeBack(session instanceof LoggingIn pending ? pending : null, id, state, query));
  }

  private HttpAnswer sendToLogIn(HttpRequest request, @Nullable String oldId) {
    String state = sessions.secret();
    sessions.remove(oldId);
    String id =
        sessions.add(new LoggingIn(state, returnTo(request), clock.instant().plus(TO_LOG_IN)));
    var query = new TreeMap<String, String>();
    query.put("access_type", "offline");
    query.put("client_id", clientId);
    query.put("response_type", "code");
    query.put("state", state);
    if (!redirectUrl.isEmpty()) {
      query.put("redirect_uri", redirectUrl);
    }
    if (!scopes.isEmpty()) {
      query.put("scope", scopes);
    }
    String separator = authUrl.indexOf('?') < 0 ? "?" : "&";
    return withCookie(HttpAnswer.redirect(authUrl + separator + Form.encode(query)), id);
  }

  private String returnTo(HttpRequest request) {
    String host = request.headers().first("Host");
    // Two slashes at the beginning would be the name of a host to a browser.
    String uri = "/" + request.uri().replaceFirst("^[/\\\\]+", "");
    return forceHttps && host != null ? "https://" + host + uri : uri;
  }

  private HttpAnswer comeBack(
      @Nullable LoggingIn pending, @Nullable String id, String state, Map<String, String> query)
      throws InterruptedException {
    if (pending == null || !same(pending.state(), state)) {
      return HttpAnswer.text(400, "invalid state");
    }
    String code = query.getOrDefault("code", "");
    if (code.isEmpty()) {
      return HttpAnswer.text(400, "code not found");
    }
    sessions.remove(id); // a code is good for one attempt
    try {
      Token token = endpoint.ask(grant(code));
      Duration lifetime = token.lifetime() == null ? UNKNOWN_LIFETIME : token.lifetime();
      String fresh = sessions.add(new LoggedIn(token.header(), clock.instant().plus(lifetime)));
      return withCookie(HttpAnswer.redirect(pending.returnTo()), fresh);
    } catch (ComponentException e) {
      LOG.error("Failed to exchange token: {}", e.getMessage());
      return HttpAnswer.ofStatus(500);
    }
  }

  private Map<String, String> grant(String code) {
    var grant = new TreeMap<>(Map.of("grant_type", "authorization_code", "code", code));
    if (!redirectUrl.isEmpty()) {
      grant.put("redirect_uri", redirectUrl);
    }
    return grant;
  }

  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private HttpAnswer withCookie(HttpAnswer answer, String id) {
    answer
        .headers()
        .add(
            "Set-Cookie",
            COOKIE
                + "="
                + id
                + "; Path=/; HttpOnly; SameSite=Lax"
                + (forceHttps ? "; Secure" : ""));
    return answer;
  }

  private static @Nullable String cookie(HttpRequest request) {
    for (String header : request.headers().all("Cookie")) {
      for (String cookie : header.split(";", -1)) {
        String pair = cookie.strip();
        if (pair.startsWith(COOKIE + "=")) {
          return pair.substring(COOKIE.length() + 1);
        }
      }
    }
    return null;
  }

  @Override
  public void close() {
    web.close();
  }
}
