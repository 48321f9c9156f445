package dev.mecha.acceptance.robustness;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One client that sends a request after the other, on the same connection while that lasts. */
final class KeptConnection implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;

  private final int port;
  private Socket socket = new Socket();
  private InputStream input = InputStream.nullInputStream();

  KeptConnection(int port) {
    this.port = port;
    socket = connect();
  }

  private Socket connect() {
    try {
      var connected = new Socket(InetAddress.getLoopbackAddress(), port);
      connected.setTcpNoDelay(true);
      connected.setSoTimeout(PATIENCE_MILLIS);
      input = new BufferedInputStream(connected.getInputStream());
      return connected;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sends a request whose framing is right.
   *
   * @return the status, and everything else that came
   * @throws UncheckedIOException if no whole answer comes in time
   */
  Answer exchange(byte[] request) {
    try {
      socket.getOutputStream().write(request);
      return read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  record Answer(int status, String head, String body) {}

  private Answer read() throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = input.read();
      if (next < 0) {
        throw new IOException("closed after " + head);
      }
      head.append((char) next);
    }
    String headers = head.toString().toLowerCase(Locale.ROOT);
    byte[] body;
    if (headers.contains("connection: close")) {
      body = input.readAllBytes();
      socket.close();
      socket = connect();
    } else {
      int length = headers.indexOf("content-length: ");
      body =
          length < 0
              ? new byte[0]
              : input.readNBytes(
                  Integer.parseInt(
                      headers.substring(length + 16, headers.indexOf("\r\n", length)).strip()));
    }
    return new Answer(
        Integer.parseInt(head.substring(9, 12)),
        head.toString(),
        new String(body, StandardCharsets.ISO_8859_1));
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
