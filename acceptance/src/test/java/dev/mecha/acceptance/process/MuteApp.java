package dev.mecha.acceptance.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An application that takes requests and never answers one, and notices who hangs up. */
public final class MuteApp implements AutoCloseable {

  private static final byte[] NOTHING =
      "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger hungUp = new AtomicInteger();

  private MuteApp(ServerSocket server) {
    this.server = server;
    threads.execute(this::accept);
  }

  /**
   * @return an application that listens on a free port of the loopback interface
   */
  public static MuteApp start() {
    try {
      return new MuteApp(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @return where it listens
   */
  public int port() {
    return server.getLocalPort();
  }

  /**
   * @return how many connections have brought a request
   */
  public int asked() {
    return asked.get();
  }

  /**
   * @return how many of them were closed by whoever asked
   */
  public int hungUp() {
    return hungUp.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        threads.execute(() -> listen(connection));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void listen(Socket connection) {
    try (connection) {
      String begin =
          new String(connection.getInputStream().readNBytes(10), StandardCharsets.US_ASCII);
      if (begin.isEmpty()) {
        return; // somebody tried whether it listens
      }
      if (begin.equals("GET /dapr/")) {
        connection.getOutputStream().write(NOTHING); // its sidecar asks before it serves
        return;
      }
      asked.incrementAndGet();
      connection.getInputStream().transferTo(OutputStream.nullOutputStream());
      hungUp.incrementAndGet();
    } catch (IOException e) {
      hungUp.incrementAndGet();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
