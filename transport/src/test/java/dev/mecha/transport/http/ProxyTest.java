package dev.mecha.transport.http;

import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.HopByHop;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.transport.LeakWatch;
import dev.mecha.transport.ThreadMode;
import dev.mecha.transport.app.AppToken;
import dev.mecha.transport.app.HttpAppChannel;
import dev.mecha.transport.app.HttpAppSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that pass through the door to an application, both on the same event loops. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakWatch.class)
@Timeout(60)
class ProxyTest {

  private static final int MIB = 1 << 20;
  private static final int LARGE = 32 * MIB;

  private final TestServer door;
  private final TestServer app;
  private final CompletableFuture<String> end = new CompletableFuture<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private @Nullable HttpAppChannel channel;

  ProxyTest(ThreadMode mode) {
    door = new TestServer(mode);
    app = new TestServer(mode);
  }

  @BeforeEach
  void start() throws Exception {
    app.limits(HttpLimits.DEFAULTS.withSizes(0, 4096))
        .on("POST", "/echo", e -> e.respond(200, e.requestHeaders(), e.bodyStream()))
        .on("POST", "/wait", this::waitForTheEnd)
        .on("POST", "/cut", this::cut)
        .start();
    channel =
        new HttpAppChannel(
            door.loops(),
            new HttpAppSettings(
                "127.0.0.1", app.port(), HttpAppSettings.Protocol.HTTP, AppToken.NONE, 8192));
    HttpAppChannel to = channel;
    door.limits(HttpLimits.DEFAULTS.withSizes(0, 4096))
        .on("ANY", "/{method}", exchange -> pass(exchange, to))
        .start();
  }

  private static void pass(HttpExchange exchange, HttpAppChannel to) throws InterruptedException {
    var request =
        new InvokeRequest(
            exchange.verb(),
            exchange.pathParameter("method"),
            exchange.query(),
            HopByHop.strip(exchange.requestHeaders()),
            exchange.bodyStream());
    try (InvokeResponse answer = to.invoke(request)) {
      exchange.respond(answer.status(), answer.headers(), answer.body());
    }
  }

  private void waitForTheEnd(HttpExchange exchange) throws InterruptedException {
    begun.countDown();
    try (Body body = exchange.bodyStream()) {
      body.readAll();
      end.complete("ended");
    } catch (BodyException e) {
      end.complete("broken");
    } catch (InterruptedException e) {
      end.complete("interrupted");
      throw e;
    }
  }

  private void cut(HttpExchange exchange) throws InterruptedException {
    Body body = exchange.bodyStream();
    exchange.respond(
        200,
        exchange.requestHeaders(),
        new Body() {
          @Override
          public long length() {
            return UNKNOWN;
          }

          @Override
          public boolean arrived() {
            return false;
          }

          @Override
          public byte[] next() throws InterruptedException {
            byte[] piece = body.next();
            if (piece == null) {
              throw new BodyException("cut");
            }
            return piece;
          }

          @Override
          public void close() {}
        });
  }

  @AfterEach
  void stop() throws Exception {
    if (channel != null) {
      channel.close();
    }
    door.stop();
    app.stop();
  }

  private static byte[] block(int i) {
    byte[] block = new byte[MIB];
    new Random(i).nextBytes(block);
    return block;
  }

  @Test
  void passesALargeBodyThereAndBack() throws Exception {
    for (int round = 0; round < 2; round++) {
      try (RawClient client = door.raw()) {
        client.write("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + LARGE + "\r\n\r\n");
        Thread writer =
            Thread.startVirtualThread(
                () -> {
                  try {
                    for (int i = 0; i < LARGE / MIB; i++) {
                      client.write(block(i));
                    }
                  } catch (IOException closed) {
                    throw new IllegalStateException(closed);
                  }
                });
        assertThat(client.readHeader()).contains("200 OK").contains("Content-Length: " + LARGE);
        InputStream in = client.socket().getInputStream();
        byte[] block = new byte[MIB];
        for (int i = 0; i < LARGE / MIB; i++) {
          assertThat(in.readNBytes(block, 0, MIB)).isEqualTo(MIB);
          assertThat(Arrays.equals(block, block(i))).isTrue();
        }
        writer.join();
      }
    }
  }

  @Test
  void passesManySmallOnes() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var clients = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 16; i++) {
        int number = i;
        Callable<Integer> client =
            () -> {
              for (int k = 0; k < 50; k++) {
                String body = (number + " " + k + " ").repeat(k * 20 + 1);
                var request = HttpRequest.newBuilder(door.uri("/echo")).POST(ofString(body));
                assertThat(door.send(request).body()).isEqualTo(body);
              }
              return number;
            };
        clients.add(threads.submit(client));
      }
      for (Future<Integer> client : clients) {
        client.get(30, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void tellsTheApplicationThatTheClientIsGone() throws Exception {
    RawClient client = door.raw();
    client.write("POST /wait HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    client.write("4\r\nhalf\r\n");
    begun.await();
    client.close();
    assertThat(end.get(5, TimeUnit.SECONDS)).isIn("broken", "interrupted");
  }

  @Test
  void tellsTheClientThatTheApplicationBrokeOff() throws Exception {
    try (RawClient client = door.raw()) {
      client.write("POST /cut HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.write("4\r\nhalf\r\n");
      assertThat(client.readHeader()).contains("200 OK");
      client.write("0\r\n\r\n");
      assertThat(client.readToEnd()).startsWith("4\r\nhalf").doesNotContain("\r\n0\r\n");
    }
  }
}
