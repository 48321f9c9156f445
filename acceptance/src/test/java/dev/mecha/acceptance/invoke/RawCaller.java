package dev.mecha.acceptance.invoke;

import dev.mecha.acceptance.process.RawMessage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A client that writes its requests byte by byte, on one connection. */
final class RawCaller implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  RawCaller(int port) throws IOException {
    this(port, 1 << 16);
  }

  /**
   * @param window as few bytes as it is told to take before it reads them
   */
  RawCaller(int port, int window) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(window);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  RawCaller send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawCaller send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Sends a request without a body to the application {@code orders}. */
  RawCaller get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nHost: x\r\ndapr-app-id: orders\r\n\r\n");
  }

  /** Reads one answer, or null if the connection has been closed. */
  @Nullable RawMessage read() throws IOException {
    return RawMessage.read(in, false);
  }

  InputStream in() {
    return in;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
