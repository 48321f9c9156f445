package dev.mecha.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mecha.transport.ThreadMode;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that are kept open for nothing. */
@ParameterizedClass
@EnumSource
@Timeout(60)
class TimeoutTest {

  private static final String OK = "GET /ok HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final Duration SHORT = Duration.ofMillis(250);

  private final TestServer server;

  TimeoutTest(ThreadMode mode) {
    server = new TestServer(mode);
  }

  private void start(Duration header, Duration idle) throws Exception {
    server
        .limits(HttpLimits.DEFAULTS.withTimeouts(header, idle))
        .on("GET", "/ok", exchange -> exchange.respond(200, "text/plain", new byte[] {'o', 'k'}))
        .on(
            "GET",
            "/slow",
            exchange -> {
              new CountDownLatch(1).await(3 * SHORT.toMillis(), TimeUnit.MILLISECONDS);
              exchange.respond(204);
            })
        .start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void closesConnectionsOnWhichNoHeaderComesToAnEnd() throws Exception {
    start(SHORT, Duration.ZERO);
    String[] beginnings = {
      "", "G", "GET /ok HTTP/1.1\r\n", "GET /ok HTTP/1.1\r\nHost: x\r\nA: ", "PRI * HT"
    };
    List<RawClient> clients = new ArrayList<>();
    for (String beginning : beginnings) {
      clients.add(server.raw().write(beginning));
    }
    for (RawClient client : clients) {
      assertThat(client.readToEnd()).isEmpty();
      client.close();
    }
  }

  @Test
  void closesAConnectionWhoseHeaderDrips() throws Exception {
    start(SHORT, Duration.ZERO);
    try (RawClient client = server.raw()) {
      client.write(OK);
      client.readAnswer();
      client.socket().setSoTimeout(50);
      var written = new AtomicInteger();
      await()
          .atMost(5, TimeUnit.SECONDS)
          .until(() -> isClosedAfter(client, OK.charAt(written.getAndIncrement())));
    }
  }

  private static boolean isClosedAfter(RawClient client, char next) throws IOException {
    try {
      return client.write(String.valueOf(next)).readToEnd().isEmpty();
    } catch (SocketTimeoutException open) {
      return false;
    } catch (SocketException closed) {
      return true;
    }
  }

  @Test
  void letsAConnectionBeThatIsIdleBetweenRequests() throws Exception {
    start(SHORT, Duration.ZERO);
    try (RawClient client = server.raw()) {
      client.write(OK);
      client.readAnswer();
      client.socket().setSoTimeout((int) SHORT.toMillis() * 3);
      assertThatThrownBy(client::readToEnd).isInstanceOf(SocketTimeoutException.class);
      client.write(OK);
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void closesAnIdleConnectionIfToldTo() throws Exception {
    start(Duration.ofSeconds(10), SHORT);
    try (RawClient client = server.raw()) {
      client.write(OK);
      client.readAnswer();
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void doesNotCountTheTimeThatAnAnswerTakes() throws Exception {
    start(SHORT, SHORT);
    try (RawClient client = server.raw()) {
      client.write("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 204");
    }
  }
}
