package dev.mecha.acceptance.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.mecha.acceptance.process.GrpcApp;
import dev.mecha.acceptance.process.Keys;
import dev.mecha.acceptance.process.Ports;
import dev.mecha.acceptance.process.RawApp;
import dev.mecha.acceptance.process.RawMessage;
import dev.mecha.acceptance.process.Sidecar;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application may speak, where it may be, and how well. */
class AppChannelTest {

  private static final String CALL = "/v1.0/invoke/myapp/method/hello";

  private static void ok(RawMessage request, OutputStream out) throws IOException {
    write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String call(Sidecar sidecar) {
    HttpResponse<String> answer = sidecar.send("POST", CALL, "x");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void https(@TempDir Path folder) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(Keys.of(folder).getKeyManagers(), null, new SecureRandom());
    var server =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 100, InetAddress.getLoopbackAddress());
    try (RawApp app = RawApp.start(server, RawApp.oneByOne(AppChannelTest::ok));
        Sidecar sidecar =
            Sidecar.in(folder.resolve("s"))
                .flags("--app-port=" + app.port(), "--app-protocol=https")
                .start()) {
      assertThat(call(sidecar)).isEqualTo("ok");
    }
  }

  @Test
  void grpcs(@TempDir Path folder) {
    try (GrpcApp app = GrpcApp.secured(Keys.of(folder));
        Sidecar sidecar =
            Sidecar.in(folder.resolve("s"))
                .flags("--app-port=" + app.port(), "--app-protocol=grpcs")
                .start()) {
      assertThat(call(sidecar)).startsWith("hello|POST|");
    }
  }

  @Test
  void anotherAddressOfTheMachine(@TempDir Path folder) throws IOException {
    InetAddress address = InetAddress.getByName("127.0.0.2");
    try (RawApp app = RawApp.start(address, 0, RawApp.oneByOne(AppChannelTest::ok));
        Sidecar sidecar =
            Sidecar.in(folder)
                .flags("--app-port=" + app.port(), "--app-channel-address=127.0.0.2")
                .start()) {
      assertThat(call(sidecar)).isEqualTo("ok");
    }
  }

  @Test
  void noMoreCallsAtATimeThanAllowed(@TempDir Path folder) throws Exception {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var gate = new Semaphore(0);
    RawApp.Answers slow =
        (request, out) -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          gate.acquireUninterruptibly();
          inside.decrementAndGet();
          ok(request, out);
        };
    try (RawApp app = RawApp.answering(slow);
        Sidecar sidecar =
            Sidecar.in(folder)
                .flags(
                    "--app-port=" + app.port(),
                    "--app-max-concurrency=2",
                    "--disable-init-endpoints=config,subscribe")
                .start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          IntStream.range(0, 8)
              .mapToObj(_ -> threads.submit((Callable<String>) () -> call(sidecar)))
              .toList();
      await().until(() -> inside.get() == 2);
      gate.release(8);
      for (var call : calls) {
        assertThat(call.get()).isEqualTo("ok");
      }
      assertThat(most.get()).isEqualTo(2);
    }
  }

  @Test
  void callsWaitForNoSickApplication(@TempDir Path folder) {
    var well = new AtomicBoolean(true);
    RawApp.Answers answers =
        (request, out) -> {
          if (request.start().contains("/status") && !well.get()) {
            write(out, "HTTP/1.1 503 Sick\r\nContent-Length: 0\r\n\r\n");
          } else {
            ok(request, out);
          }
        };
    try (RawApp app = RawApp.answering(answers);
        Sidecar sidecar = checked(folder, "http", app.port())) {
      await().until(() -> status(sidecar) == 200);
      well.set(false);
      awaitRefusal(sidecar);
      well.set(true);
      await().until(() -> status(sidecar) == 200);
    }
  }

  @Test
  void callsWaitForNoSickGrpcApplication(@TempDir Path folder) {
    try (GrpcApp app = GrpcApp.start();
        Sidecar sidecar = checked(folder, "grpc", app.port())) {
      await().until(() -> status(sidecar) == 200);
      app.healthy(false);
      awaitRefusal(sidecar);
      app.healthy(true);
      await().until(() -> status(sidecar) == 200);
    }
  }

  private static Sidecar checked(Path folder, String protocol, int port) {
    return Sidecar.in(folder)
        .flags(
            "--app-port=" + port,
            "--app-protocol=" + protocol,
            "--enable-app-health-check",
            "--app-health-check-path=/status",
            "--app-health-probe-interval=1",
            "--app-health-threshold=1")
        .start();
  }

  private static int status(Sidecar sidecar) {
    return sidecar.send("POST", CALL, "x").statusCode();
  }

  private static void awaitRefusal(Sidecar sidecar) {
    await()
        .untilAsserted(
            () -> {
              HttpResponse<String> answer = sidecar.send("POST", CALL, "x");
              assertThat(answer.statusCode()).isEqualTo(500);
              assertThat(answer.body()).contains("app is not in a healthy state");
            });
  }

  @Test
  void anApplicationMayStartLater(@TempDir Path folder) {
    int port = Ports.free();
    try (Sidecar sidecar = Sidecar.in(folder).flags("--app-port=" + port).launch();
        RawApp app =
            RawApp.start(
                InetAddress.getLoopbackAddress(), port, RawApp.oneByOne(AppChannelTest::ok))) {
      assertThat(app.port()).isEqualTo(port);
      sidecar.awaitHealthy();
      assertThat(call(sidecar)).isEqualTo("ok");
    }
  }

  @Test
  void theApplicationIsAskedWhatItWantsAndToldForWhom(@TempDir Path folder) {
    List<RawMessage> asked = new CopyOnWriteArrayList<>();
    try (RawApp app = noting(asked);
        Sidecar sidecar = Sidecar.in(folder).flags("--app-port=" + app.port()).start()) {
      assertThat(asked)
          .extracting(RawMessage::start, question -> question.first("dapr-app-id"))
          .containsExactly(
              tuple("GET /dapr/config HTTP/1.1", "myapp"),
              tuple("GET /dapr/subscribe HTTP/1.1", "myapp"));
      assertThat(sidecar.log()).contains("Application configuration loaded");
    }
  }

  @Test
  void theApplicationIsLeftUnaskedOnRequest(@TempDir Path folder) {
    List<RawMessage> asked = new CopyOnWriteArrayList<>();
    try (RawApp app = noting(asked);
        Sidecar sidecar =
            Sidecar.in(folder)
                .flags("--app-port=" + app.port(), "--disable-init-endpoints=config,subscribe")
                .start()) {
      assertThat(sidecar.log())
          .contains("Skipping programmatic dapr configuration loading")
          .contains("Skipping programmatic subscription loading");
      assertThat(asked).isEmpty();
    }
  }

  private static RawApp noting(List<RawMessage> asked) {
    return RawApp.answering(
        (request, out) -> {
          asked.add(request);
          write(out, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        });
  }

  @Test
  void overAUnixSocket(@TempDir Path folder) throws IOException {
    Path sockets = Files.createDirectories(folder.resolve("s"));
    try (RawApp app = RawApp.answering(AppChannelTest::ok);
        Sidecar sidecar =
            Sidecar.in(folder)
                .flags("--app-port=" + app.port(), "--unix-domain-socket=" + sockets)
                .launch()) {
      Path socket = sockets.resolve("dapr-myapp-http.socket");
      await().ignoreExceptions().until(() -> ask(socket, "/v1.0/healthz").status() == 204);
      assertThat(sidecar.process().isAlive()).isTrue();
      assertThat(ask(socket, CALL).body()).isEqualTo("ok".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static RawMessage ask(Path socket, String path) throws IOException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(
          ByteBuffer.wrap(
              ("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.UTF_8)));
      var in = Channels.newInputStream(channel);
      return Objects.requireNonNull(RawMessage.read(in, path.endsWith("healthz")));
    }
  }
}
