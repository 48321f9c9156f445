package dev.mecha.transport.app;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer sends its caller.
 *
 * @param target whom to ask instead
 * @param uri the path and the query, encoded
 * @param request what to ask
 */
record Redirect(Target target, String uri, InvokeRequest request) {

  /** As the peer's client. */
  static final int MOST = 10;

  /** The request changes to one for reading, as it does in every client. */
  private static final Set<Integer> SEE_OTHER = Set.of(301, 302, 303);

  /** The same is asked again elsewhere. */
  private static final Set<Integer> SAME_AGAIN = Set.of(307, 308);

  private static final Set<String> READING = Set.of("GET", "HEAD");

  /** What is between the caller and whom it meant. */
  private static final Set<String> CONFIDENTIAL = Set.of("authorization", "cookie", "cookie2");

  /**
   * Reads an answer.
   *
   * @param asked who gave it
   * @param uri what was asked: the path and the query
   * @param request the same with its headers; its body may be sent by now
   * @return where to go on, or null if the answer is for the caller: it sends nobody anywhere, or
   *     what it wants sent again is gone
   */
  static @Nullable Redirect of(
      Target asked, String uri, InvokeRequest request, InvokeResponse answer) {
    boolean other = SEE_OTHER.contains(answer.status());
    boolean again = SAME_AGAIN.contains(answer.status()) && request.body().length() == 0;
    String location = answer.headers().first("Location");
    if (!(other || again) || location == null) {
      return null;
    }
    try {
      URI to = URI.create(asked.url(uri)).resolve(location);
      Target target = Target.of(to.getScheme() + "://" + to.getRawAuthority());
      return new Redirect(target, uri(to), request(request, other, target.equals(asked.root())));
    } catch (RuntimeException e) { // no URL, or none that is called over HTTP
      return null;
    }
  }

  private static String uri(URI to) {
    String path = to.getRawPath() == null || to.getRawPath().isEmpty() ? "/" : to.getRawPath();
    return to.getRawQuery() == null ? path : path + "?" + to.getRawQuery();
  }

  private static InvokeRequest request(InvokeRequest request, boolean other, boolean sameHost) {
    var headers = new Headers(request.headers());
    if (!sameHost) {
      headers.removeIf(name -> CONFIDENTIAL.contains(name.toLowerCase(Locale.ROOT)));
    }
    if (!other || READING.contains(request.verb())) {
      return request.withHeaders(headers).withBody(Body.empty());
    }
    headers.removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith("content-"));
    return new InvokeRequest("GET", request.method(), request.query(), headers, Body.empty());
  }
}
