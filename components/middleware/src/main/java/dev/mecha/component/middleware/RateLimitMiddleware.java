package dev.mecha.component.middleware;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.Property;
import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpHeaders;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import java.time.InstantSource;
import java.util.Locale;

/** Limits how often one client may call one path in a second. */
public final class RateLimitMiddleware extends LightMiddleware {

  private static final double DEFAULT_PER_SECOND = 100;

  private final double perSecond;
  private final TokenBuckets buckets;

  /** Makes middleware of the type {@code middleware.http.ratelimit}. */
  public static final class Provider extends LightProvider {

    /** For the service loader. */
    public Provider() {
      super("ratelimit");
    }

    @Override
    public HttpMiddleware create(ComponentContext context) {
      Property limit = context.metadata().property("maxRequestsPerSecond");
      return new RateLimitMiddleware(
          limit.isPresent()
              ? limit.parse("a number > 0", RateLimitMiddleware::positive)
              : DEFAULT_PER_SECOND,
          context.clock());
    }
  }

  private static double positive(String text) {
    double number = Double.parseDouble(text);
    if (!(number > 0) || Double.isInfinite(number)) {
      throw new IllegalArgumentException("out of range");
    }
    return number;
  }

  RateLimitMiddleware(double perSecond, InstantSource clock) {
    this.perSecond = perSecond;
    this.buckets = new TokenBuckets(perSecond, Math.max(1, (int) perSecond), clock);
  }

  @Override
  public Verdict handle(HttpRequest request) {
    String client = ClientAddress.of(request);
    if (client.isEmpty()) {
      client = "0.0.0.0";
      request.headers().set("X-Forwarded-For", client);
    }
    int left = buckets.take(client + "|" + request.path());
    if (left < 0) {
      HttpAnswer refusal = HttpAnswer.text(429, "You have reached maximum request limit.");
      describe(refusal.headers(), request, 0);
      return Verdict.answer(refusal);
    }
    return Verdict.pass(
        request,
        new Verdict.Aftermath() {
          @Override
          public HttpAnswer answered(HttpAnswer answer) {
            describe(answer.headers(), request, left);
            return answer;
          }
        });
  }

  /** Tells the client where it stands. */
  private void describe(HttpHeaders headers, HttpRequest request, int left) {
    headers.add("X-Rate-Limit-Limit", String.format(Locale.ROOT, "%.2f", perSecond));
    headers.add("X-Rate-Limit-Duration", "1");
    String forwarded = request.headers().first("X-Forwarded-For");
    if (forwarded != null && !forwarded.isBlank()) {
      headers.add("X-Rate-Limit-Request-Forwarded-For", forwarded);
    }
    headers.add("X-Rate-Limit-Request-Remote-Addr", request.remoteAddress());
    headers.add("RateLimit-Limit", Long.toString(Math.round(perSecond)));
    headers.add("RateLimit-Reset", "1");
    headers.add("RateLimit-Remaining", Integer.toString(left));
  }
}
