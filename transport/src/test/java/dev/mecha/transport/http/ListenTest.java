package dev.mecha.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.transport.ThreadMode;
import dev.mecha.transport.listen.Bound;
import dev.mecha.transport.listen.ListenOn;
import dev.mecha.transport.thread.EventLoops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where an HTTP door listens. */
@Timeout(60)
class ListenTest {

  private static final Duration AT_ONCE = Duration.ZERO;

  private final EventLoops loops = ThreadMode.EVENT_LOOP.loops();
  @TempDir private Path directory;

  @AfterEach
  void stop() {
    loops.close();
  }

  private HttpDoor door(ListenOn on) {
    HttpRoute route = TestServer.route("ANY", "/*", exchange -> exchange.respond(204));
    return new HttpDoor(
        new HttpServerConfig(on, HttpLimits.DEFAULTS, true),
        loops,
        List.of(),
        new RouteTable(List.of(), route));
  }

  private static String get(SocketChannel channel) throws IOException {
    try (channel) {
      channel.write(ByteBuffer.wrap("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
      var answer = ByteBuffer.allocate(1_000);
      while (channel.read(answer) > 0) {
        answer.mark();
      }
      return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void listensOnAllAddressesWithOnePort() throws Exception {
    HttpDoor door = door(ListenOn.tcp(List.of("127.0.0.1", "127.0.0.2"), 0));
    Bound bound = door.start();
    assertThat(bound.port()).isPositive();
    for (var address : bound.addresses()) {
      assertThat(get(SocketChannel.open(address))).startsWith("HTTP/1.0 204");
    }
    assertThat(bound.addresses()).hasSize(2);
    door.close(AT_ONCE);
    for (var address : bound.addresses()) {
      // The JDK keeps a closed listener open until its selector has gone round once more.
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> SocketChannel.open(address))
                      .isInstanceOf(IOException.class));
    }
  }

  @Test
  void listensOnAllInterfaces() throws Exception {
    HttpDoor door = door(ListenOn.tcp(List.of(""), 0));
    int port = door.start().port();
    var loopback = new InetSocketAddress("127.0.0.3", port);
    assertThat(get(SocketChannel.open(loopback))).startsWith("HTTP/1.0 204");
    door.close(AT_ONCE);
  }

  @Test
  void leavesOutAnAddressThatTheMachineDoesNotHave() throws Exception {
    HttpDoor door = door(ListenOn.tcp(List.of("192.0.2.1", "[2001:db8::1]", "127.0.0.1"), 0));
    Bound bound = door.start();
    assertThat(bound.addresses()).hasSize(1);
    assertThat(get(SocketChannel.open(bound.addresses().getFirst()))).startsWith("HTTP/1.0 204");
    door.close(AT_ONCE);
  }

  @Test
  void failsIfThereIsNothingToListenOn() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      ListenOn on = new ListenOn.Tcp(List.of("127.0.0.1"), taken.getLocalPort(), AT_ONCE);
      assertThatThrownBy(() -> door(on).start())
          .isInstanceOf(IOException.class)
          .hasMessage("could not listen on any endpoint");
    }
  }

  @Test
  void waitsForAPortThatIsBeingGivenUp() throws Exception {
    var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    HttpDoor door = door(ListenOn.tcp(List.of("127.0.0.1"), taken.getLocalPort()));
    var started = new CompletableFuture<Bound>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                started.complete(door.start());
              } catch (IOException | InterruptedException e) {
                started.completeExceptionally(e);
              }
            });
    assertThatThrownBy(() -> started.get(150, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    taken.close();
    Bound bound = started.get();
    assertThat(get(SocketChannel.open(bound.addresses().getFirst()))).startsWith("HTTP/1.0 204");
    door.close(AT_ONCE);
  }

  @Test
  void listensOnAUnixDomainSocket() throws Exception {
    Path socket = directory.resolve("dapr-app-http.socket");
    HttpDoor door = door(ListenOn.unix(socket));
    Bound bound = door.start();
    assertThat(bound.port()).isZero();
    assertThat(get(SocketChannel.open(UnixDomainSocketAddress.of(socket))))
        .startsWith("HTTP/1.0 204");
    door.close(AT_ONCE);
    assertThat(socket).doesNotExist();
  }

  @Test
  void replacesTheSocketOfAProcessThatIsGone() throws Exception {
    Path socket = directory.resolve("s");
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket))
        .close();
    assertThat(Files.exists(socket)).isTrue();
    HttpDoor door = door(ListenOn.unix(socket));
    door.start();
    assertThat(get(SocketChannel.open(UnixDomainSocketAddress.of(socket))))
        .startsWith("HTTP/1.0 204");
    assertThatThrownBy(() -> door(ListenOn.unix(socket)).start())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in use");
    door.close(AT_ONCE);
  }
}
