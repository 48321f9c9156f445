package dev.mecha.transport.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that writes bytes and reads answers, and knows no rules. */
final class RawClient implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;

  RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout((int) TestServer.PATIENCE.toMillis());
    in = socket.getInputStream();
  }

  Socket socket() {
    return socket;
  }

  RawClient write(String text) throws IOException {
    return write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Reads up to the end of the header, the empty line included. */
  String readHeader() throws IOException {
    var header = new ByteArrayOutputStream();
    int newlines = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      header.write(b);
      newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
      if (newlines == 2) {
        break;
      }
    }
    return header.toString(StandardCharsets.ISO_8859_1);
  }

  /** Reads an answer that tells its length. */
  String readAnswer() throws IOException {
    String header = readHeader();
    int length = 0;
    for (String line : header.split("\r\n")) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    return header + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  /** Reads until the server closes; a reset counts as the end too. */
  String readToEnd() throws IOException {
    var all = new ByteArrayOutputStream();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        all.write(b);
      }
    } catch (SocketException reset) {
      all.writeBytes("[reset]".getBytes(StandardCharsets.US_ASCII));
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
