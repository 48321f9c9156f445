package dev.mecha.acceptance.robustness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that sends whatever it likes. */
final class RawConnection implements AutoCloseable {

  private final Socket socket;

  RawConnection(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What came back.
   *
   * @param text everything that was received, as ISO-8859-1
   * @param closed whether the server has closed the connection
   */
  record Answer(String text, boolean closed) {

    /** The status of an HTTP answer, or 0 if there is none. */
    int status() {
      return text.matches("(?s)HTTP/\\d\\.\\d \\d{3}[ \\r].*")
          ? Integer.parseInt(text.substring(9, 12))
          : 0;
    }
  }

  /** Sends; that the server has closed already is no error: it will show when reading. */
  RawConnection send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      // Closed by the server.
    }
    return this;
  }

  RawConnection send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Says that nothing more will be sent, but goes on listening. */
  RawConnection halfClose() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // Closed by the server.
    }
    return this;
  }

  /** Reads until the server closes the connection, or for as long as allowed. */
  Answer read(Duration atMost) {
    var received = new ByteArrayOutputStream();
    long end = System.nanoTime() + atMost.toNanos();
    byte[] buffer = new byte[1 << 14];
    try {
      for (long left; (left = end - System.nanoTime()) > 0; ) {
        socket.setSoTimeout((int) Math.max(1, Duration.ofNanos(left).toMillis()));
        int count = socket.getInputStream().read(buffer);
        if (count < 0) {
          return new Answer(received.toString(StandardCharsets.ISO_8859_1), true);
        }
        received.write(buffer, 0, count);
      }
    } catch (SocketTimeoutException e) {
      // The time is over.
    } catch (IOException e) {
      return new Answer(received.toString(StandardCharsets.ISO_8859_1), true);
    }
    return new Answer(received.toString(StandardCharsets.ISO_8859_1), false);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
