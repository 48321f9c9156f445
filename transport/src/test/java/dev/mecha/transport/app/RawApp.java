package dev.mecha.transport.app;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** An application that does with each connection what a test wants, byte by byte. */
final class RawApp implements AutoCloseable {

  /** Serves a connection; it is closed afterwards. */
  interface Script {
    void serve(Connection connection) throws Exception;
  }

  private final ServerSocket listener;
  private final AtomicInteger connections = new AtomicInteger();
  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

  RawApp(Script script) throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> accept(script));
  }

  private void accept(Script script) {
    try {
      while (true) {
        var socket = new Socket[] {listener.accept()};
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(script, socket[0]));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void serve(Script script, Socket socket) {
    try (socket) {
      script.serve(new Connection(socket, heads));
    } catch (Exception gone) {
      heads.add("gone: " + gone);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Returns how many connections were made. */
  int connections() {
    return connections.get();
  }

  /** Returns the head of the next request. */
  String head() throws InterruptedException {
    return heads.take();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  /** One connection. */
  static final class Connection {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final BlockingQueue<String> heads;

    Connection(Socket socket, BlockingQueue<String> heads) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      this.out = socket.getOutputStream();
      this.heads = heads;
    }

    Socket socket() {
      return socket;
    }

    InputStream in() {
      return in;
    }

    OutputStream out() {
      return out;
    }

    /** Reads the head of a request; empty at the end of the connection. */
    String readHead() throws IOException {
      var head = new ByteArrayOutputStream();
      int newlines = 0;
      for (int b = in.read(); b >= 0; b = in.read()) {
        head.write(b);
        newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
        if (newlines == 2) {
          break;
        }
      }
      String text = head.toString(StandardCharsets.ISO_8859_1);
      if (!text.isEmpty()) {
        heads.add(text);
      }
      return text;
    }

    /** Reads a body that was announced. */
    String readBody(String head) throws IOException {
      for (String line : head.split("\r\n")) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          return text(in.readNBytes(Integer.parseInt(line.substring(15).strip())));
        }
      }
      return head.toLowerCase(Locale.ROOT).contains("chunked") ? readChunks() : "";
    }

    private String readChunks() throws IOException {
      var all = new StringBuilder();
      while (true) {
        int length = Integer.parseInt(readLine(), 16);
        all.append(text(in.readNBytes(length)));
        readLine();
        if (length == 0) {
          return all.toString();
        }
      }
    }

    private String readLine() throws IOException {
      var line = new StringBuilder();
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        if (b != '\r') {
          line.append((char) b);
        }
      }
      return line.toString();
    }

    void write(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    private static String text(byte[] bytes) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }
}
