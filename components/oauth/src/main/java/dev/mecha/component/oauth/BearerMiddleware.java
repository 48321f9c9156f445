package dev.mecha.component.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets requests through that bring a token of the right issuer for the right audience. Keys are
 * kept, looked up anew when a token names one that is not known, and go on to be used while their
 * server is away.
 */
public final class BearerMiddleware implements HttpMiddleware {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.middleware.http.bearer");

  private static final String PREFIX = "bearer ";
  private static final int SHORTEST = 10;
  private static final int SKEW_SECONDS = 300;
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int MAX_KEYS_BYTES = 1 << 20;
  private static final long KEPT_MILLIS = 600_000;
  private static final long REFRESH_MILLIS = 30_000;
  private static final long OUTAGE_MILLIS = 86_400_000;

  private final DefaultJWTProcessor<SecurityContext> tokens = new DefaultJWTProcessor<>();

  /** Makes middleware of the type {@code middleware.http.bearer}. */
  public static final class Provider extends OAuthProvider {

    /** For the service loader. */
    public Provider() {
      super("bearer");
    }

    @Override
    public HttpMiddleware create(ComponentContext context) throws InterruptedException {
      return new BearerMiddleware(context.metadata());
    }
  }

  BearerMiddleware(ComponentMetadata metadata) throws InterruptedException {
    String issuer = metadata.property("issuer", "issuerURL").required();
    String audience = metadata.property("audience", "clientID").required();
    String keys = metadata.property("jwksURL").text();
    JWKSource<SecurityContext> source = source(keys == null ? discovered(issuer) : keys);
    var algorithms = new HashSet<JWSAlgorithm>(JWSAlgorithm.Family.RSA);
    algorithms.addAll(JWSAlgorithm.Family.EC);
    tokens.setJWSTypeVerifier((type, context) -> {}); // access tokens may have a type of their own
    tokens.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, source));
    var claims =
        new DefaultJWTClaimsVerifier<SecurityContext>(
            audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of());
    claims.setMaxClockSkew(SKEW_SECONDS);
    tokens.setJWTClaimsSetVerifier(claims);
  }

  /** Asks the issuer where its keys are (OpenID Connect Discovery 1.0). */
  private static String discovered(String issuer) throws InterruptedException {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    try (var web = new Web()) {
      Map<String, Object> document =
          web.get(uri("issuer", base + "/.well-known/openid-configuration"));
      if (!issuer.equals(document.get("issuer"))) {
        throw new InvalidMetadataException(
            "issuer: \"%s\" (expected: \"%s\", as its OpenID configuration says)"
                .formatted(issuer, document.get("issuer")));
      }
      if (!(document.get("jwks_uri") instanceof String keys) || keys.isEmpty()) {
        throw new ComponentException(
            "the OpenID configuration of " + issuer + " has no jwks_uri (expected: a URL)");
      }
      return keys;
    }
  }

  static URI uri(String field, String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() == null) {
        throw new IllegalArgumentException("no host");
      }
      return uri;
    } catch (IllegalArgumentException e) {
      throw new InvalidMetadataException(
          field + ": \"" + text + "\" (expected: a URL of http or https)");
    }
  }

  private static JWKSource<SecurityContext> source(String keys) {
    URI uri = uri("jwksURL", keys);
    try {
      URL url = uri.toURL();
      JWKSource<SecurityContext> source =
          JWKSourceBuilder.create(
                  url, new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_KEYS_BYTES))
              .cache(KEPT_MILLIS, TIMEOUT_MILLIS)
              .rateLimited(REFRESH_MILLIS)
              .refreshAheadCache(false)
              .outageTolerant(OUTAGE_MILLIS)
              .build();
      source.get(new JWKSelector(new JWKMatcher.Builder().build()), null);
      return source;
    } catch (KeySourceException e) {
      throw new ComponentException("failed to fetch JWKS: " + keys + ": " + e.getMessage(), e);
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw new InvalidMetadataException(
          "jwksURL: \"" + keys + "\" (expected: a URL of http or https)");
    }
  }

  @Override
  public Verdict handle(HttpRequest request) {
    String header = request.headers().first("Authorization");
    if (header == null
        || header.length() < PREFIX.length() + SHORTEST
        || !header.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
      return Verdict.answer(HttpAnswer.ofStatus(401));
    }
    try {
      tokens.process(header.substring(PREFIX.length()), null);
      return Verdict.pass(request);
    } catch (KeySourceException e) {
      LOG.error("Failed to retrieve JWKS: {}", e.getMessage());
      return Verdict.answer(HttpAnswer.ofStatus(500));
    } catch (ParseException | BadJOSEException | JOSEException e) {
      LOG.debug("A token was refused: {}", e.getMessage());
      return Verdict.answer(HttpAnswer.ofStatus(401));
    }
  }

  @Override
  public void close() {
    // holds nothing
  }
}
