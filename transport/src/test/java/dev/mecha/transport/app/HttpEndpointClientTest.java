package dev.mecha.transport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.HttpEndpoint;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.transport.LeakWatch;
import dev.mecha.transport.ThreadMode;
import dev.mecha.transport.thread.EventLoops;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Calls to services outside, and to applications over TLS. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class HttpEndpointClientTest {

  private static TestCertificates server = new TestCertificates("", "");
  private static TestCertificates client = server;

  private final EventLoops loops = ThreadMode.EVENT_LOOP.loops();
  private final HttpEndpointClient endpoints = new HttpEndpointClient(loops, 4096);

  @BeforeAll
  static void makeCertificates(@TempDir Path directory) throws Exception {
    server = TestCertificates.make(directory);
    client = TestCertificates.make(directory);
  }

  @AfterEach
  void stop() {
    endpoints.close();
    loops.close();
  }

  /** Starts a server that answers with what it was asked. */
  private int serve(@Nullable HttpServerOptions options) throws Exception {
    HttpServer http =
        loops
            .vertx()
            .createHttpServer(options == null ? new HttpServerOptions() : options)
            .requestHandler(
                request ->
                    request
                        .body()
                        .onSuccess(
                            body ->
                                request
                                    .response()
                                    .end(
                                        request.version()
                                            + " "
                                            + request.uri()
                                            + " "
                                            + request.headers().getAll("X-Key")
                                            + " "
                                            + request.headers().getAll(AppToken.HEADER)
                                            + " "
                                            + body)));
    return http.listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS)
        .actualPort();
  }

  private static HttpServerOptions tls(ClientAuth auth) {
    return new HttpServerOptions()
        .setSsl(true)
        .setUseAlpn(true)
        .setClientAuth(auth)
        .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(client.certificate())))
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(server.certificate()))
                .addKeyValue(Buffer.buffer(server.privateKey())));
  }

  private static InvokeRequest request() {
    var headers = new Headers().add("x-key", "the caller's").add("dapr-api-token", "secret");
    return new InvokeRequest(
        "POST", "a b", "q=1", headers, Body.of("hello".getBytes(StandardCharsets.UTF_8)));
  }

  private String call(HttpEndpoint endpoint) throws Exception {
    return OnRequestThread.run(
        loops,
        () -> {
          try (InvokeResponse answer = endpoints.invoke(endpoint, request())) {
            return new String(answer.body().readAll(), StandardCharsets.UTF_8);
          }
        });
  }

  @Test
  void callsByAddressAlone() throws Exception {
    int port = serve(null);
    assertThat(call(HttpEndpoint.of("http://localhost:" + port + "/base/")))
        .isEqualTo("HTTP_1_1 /base/a%20b?q=1 [the caller's] [] hello");
  }

  @Test
  void setsTheEndpointsHeaders() throws Exception {
    int port = serve(null);
    var headers = new Headers().add("X-Key", "secret").add("dapr-api-token", "theirs");
    assertThat(call(new HttpEndpoint("http://127.0.0.1:" + port, headers, null, null, null)))
        .isEqualTo("HTTP_1_1 /a%20b?q=1 [secret] [theirs] hello");
  }

  private HttpEndpoint secured(
      int port, @Nullable String rootCa, @Nullable TestCertificates shown) {
    return new HttpEndpoint(
        "https://localhost:" + port,
        new Headers(),
        rootCa,
        shown == null ? null : shown.certificate(),
        shown == null ? null : shown.privateKey());
  }

  @Test
  void trustsTheGivenAuthoritiesOnly() throws Exception {
    int port = serve(tls(ClientAuth.NONE));
    for (int i = 0; i < 3; i++) {
      assertThat(call(secured(port, server.certificate(), null)))
          .isEqualTo("HTTP_2 /a%20b?q=1 [the caller's] [] hello");
    }
    for (String other : new @Nullable String[] {null, client.certificate(), "no PEM"}) {
      assertThatThrownBy(() -> call(secured(port, other, null)))
          .isInstanceOf(UnreachableException.class);
    }
  }

  @Test
  void showsItsCertificate() throws Exception {
    int port = serve(tls(ClientAuth.REQUIRED));
    assertThat(call(secured(port, server.certificate(), client))).endsWith("hello");
    assertThatThrownBy(() -> call(secured(port, server.certificate(), null)))
        .isInstanceOf(UnreachableException.class);
    assertThatThrownBy(() -> call(secured(port, server.certificate(), server)))
        .isInstanceOf(UnreachableException.class);
    var half =
        new HttpEndpoint(
            "https://localhost:" + port, new Headers(), null, client.certificate(), null);
    assertThatThrownBy(() -> call(half)).hasMessageStartingWith("client certificate: ");
  }

  @Test
  void doesNotVerifyTheCertificateOfTheApplication() throws Exception {
    int port = serve(tls(ClientAuth.NONE));
    var settings =
        new HttpAppSettings(
            "127.0.0.1", port, HttpAppSettings.Protocol.HTTPS, AppToken.of("secret"), 4096);
    try (var app = new HttpAppChannel(loops, settings)) {
      String answer =
          OnRequestThread.run(
              loops,
              () -> {
                try (InvokeResponse got = app.invoke(request())) {
                  return new String(got.body().readAll(), StandardCharsets.UTF_8);
                }
              });
      assertThat(answer).isEqualTo("HTTP_1_1 /a%20b?q=1 [the caller's] [secret] hello");
    }
  }
}
