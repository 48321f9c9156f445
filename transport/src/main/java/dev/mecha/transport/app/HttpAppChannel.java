package dev.mecha.transport.app;

import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.transport.thread.EventLoops;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;

/**
 * An application that speaks HTTP. Each call has a connection to itself (a stream, over h2c), kept
 * for the next one for 90 s. A call that finds its connection closed by the application is sent
 * once more if it has no body and its verb is {@code GET}, {@code HEAD}, {@code OPTIONS} or {@code
 * TRACE} or it carries an idempotency key, as Go's client does; all others fail.
 *
 * <p>Nothing is added to a request but {@code Host}, its length and the application's token. A
 * caller's own {@code dapr-api-token} is never passed on. {@code Content-Length} is no header of
 * the answer unless it has no body; the body knows its length. A body that breaks off makes the
 * other side break off: the connection is closed or the stream is reset.
 */
public final class HttpAppChannel implements AppChannel, AutoCloseable {

  private static final int CONNECT_TIMEOUT_MILLIS = 30_000;

  private final Target target;
  private final Headers token;
  private final LoopClients clients;
  private final HttpCaller caller;

  /**
   * Sets up; nothing connects yet.
   *
   * @param loops the event loops; not closed with this object, and closed after it
   * @param settings where the application is
   */
  public HttpAppChannel(EventLoops loops, HttpAppSettings settings) {
    boolean tls = settings.protocol() == HttpAppSettings.Protocol.HTTPS;
    this.target = new Target(tls, Target.bare(settings.address()), settings.port(), "");
    this.token = new Headers();
    if (!settings.token().value().isEmpty()) {
      token.add(AppToken.HEADER, settings.token().value());
    }
    this.clients = new LoopClients(loops, options(settings));
    this.caller = new HttpCaller(clients);
  }

  private static HttpClientOptions options(HttpAppSettings settings) {
    var options =
        new HttpClientOptions()
            .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
            .setMaxHeaderSize(settings.maxHeaderBytes())
            .setVerifyHost(false)
            .setTrustAll(true);
    return switch (settings.protocol()) {
      case HTTP, HTTPS -> options.setProtocolVersion(HttpVersion.HTTP_1_1);
      case H2C -> options.setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
    };
  }

  @Override
  public InvokeResponse invoke(InvokeRequest request) throws InterruptedException {
    return caller.call(target, request, token);
  }

  /** As {@link #invoke}, but without the token: for probes. */
  InvokeResponse probe(InvokeRequest request) throws InterruptedException {
    return caller.call(target, request, new Headers());
  }

  /** Closes all connections; calls in progress break off. */
  @Override
  public void close() {
    clients.close();
  }
}
