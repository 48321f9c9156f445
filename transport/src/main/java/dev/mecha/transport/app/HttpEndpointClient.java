package dev.mecha.transport.app;

import dev.mecha.kernel.channel.EndpointChannel;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.HttpEndpoint;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.transport.thread.EventLoops;
import io.grpc.Status;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Services outside that speak HTTP: HTTP/1.1, and HTTP/2 over TLS if they offer it. Connections are
 * kept for each set of certificates. Redirects are followed, as the peer does, except for requests
 * whose body would have to be sent again; what an endpoint wants set on its requests goes to its
 * own host only.
 */
public final class HttpEndpointClient implements EndpointChannel, AutoCloseable {

  private static final int CONNECT_TIMEOUT_MILLIS = 15_000;

  /** Which connections may be shared. */
  private record Identity(
      boolean tls,
      @Nullable String rootCa,
      @Nullable String certificate,
      @Nullable String privateKey) {

    @Override
    public String toString() {
      return "Identity[tls=" + tls + "]";
    }
  }

  private final EventLoops loops;
  private final int maxHeaderBytes;
  private final ConcurrentMap<Identity, LoopClients> clients = new ConcurrentHashMap<>();

  /**
   * Sets up; nothing connects yet.
   *
   * @param loops the event loops; not closed with this object, and closed after it
   * @param maxHeaderBytes the largest head of an answer
   */
  public HttpEndpointClient(EventLoops loops, int maxHeaderBytes) {
    this.loops = loops;
    this.maxHeaderBytes = maxHeaderBytes;
  }

  @Override
  public InvokeResponse invoke(HttpEndpoint endpoint, InvokeRequest request)
      throws InterruptedException {
    Target target;
    HttpCaller caller;
    String uri;
    try {
      target = Target.of(endpoint.baseUrl());
      caller = caller(endpoint, target);
      uri = HttpCaller.uri(target, request);
    } catch (UnreachableException e) {
      request.body().close();
      throw e;
    }
    InvokeResponse answer = caller.call(target, uri, request, endpoint.headers());
    return follow(endpoint, new Redirect(target, uri, request), answer);
  }

  private InvokeResponse follow(HttpEndpoint endpoint, Redirect asked, InvokeResponse first)
      throws InterruptedException {
    Target meant = asked.target().root();
    Redirect from = asked;
    InvokeResponse answer = first;
    for (int followed = 0; ; followed++) {
      Redirect to = Redirect.of(from.target(), from.uri(), from.request(), answer);
      if (to == null) {
        return answer;
      }
      answer.close();
      if (followed == Redirect.MOST) {
        throw new UnreachableException(
            Status.Code.UNKNOWN, "stopped after " + Redirect.MOST + " redirects");
      }
      Headers set = to.target().equals(meant) ? endpoint.headers() : new Headers();
      answer = caller(endpoint, to.target()).call(to.target(), to.uri(), to.request(), set);
      from = to;
    }
  }

  private HttpCaller caller(HttpEndpoint endpoint, Target target) {
    return new HttpCaller(
        clients.computeIfAbsent(
            new Identity(
                target.tls(), endpoint.rootCa(), endpoint.certificate(), endpoint.privateKey()),
            this::connect));
  }

  private LoopClients connect(Identity identity) {
    var options =
        new HttpClientOptions()
            .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
            .setMaxHeaderSize(maxHeaderBytes)
            .setProtocolVersion(HttpVersion.HTTP_1_1);
    return new LoopClients(loops, identity.tls() ? secured(options, identity) : options);
  }

  private static HttpClientOptions secured(HttpClientOptions options, Identity identity) {
    options.setSsl(true).setUseAlpn(true).setProtocolVersion(HttpVersion.HTTP_2);
    if (identity.rootCa() != null) {
      options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(identity.rootCa())));
    }
    if (identity.certificate() != null && identity.privateKey() != null) {
      options.setKeyCertOptions(
          new PemKeyCertOptions()
              .addCertValue(Buffer.buffer(identity.certificate()))
              .addKeyValue(Buffer.buffer(identity.privateKey())));
    } else if (identity.certificate() != null || identity.privateKey() != null) {
      throw new UnreachableException(
          Status.Code.FAILED_PRECONDITION,
          "client certificate: a certificate or key alone (expected: both or none)");
    }
    return options;
  }

  /** Closes all connections; calls in progress break off. */
  @Override
  public void close() {
    clients.values().forEach(LoopClients::close);
    clients.clear();
  }
}
