package dev.mecha.component.redis;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Speaks Redis's protocol in its version 2 and answers what a test wants. Knows no command but the
 * handshake's.
 */
final class FakeServer implements AutoCloseable {

  /** What to answer so that the connection is cut instead. */
  static final String HANG_UP = "";

  private final ServerSocket listener;
  private final Function<List<String>, @Nullable String> answers;
  private final List<List<String>> seen = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /**
   * @param answers the raw answer to the words of a command, or null for "unknown command"
   */
  FakeServer(Function<List<String>, @Nullable String> answers) {
    this.answers = answers;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /**
   * @param name of a command
   * @return the words of all commands of that name so far
   */
  List<List<String>> seen(String name) {
    return seen.stream().filter(words -> words.getFirst().equalsIgnoreCase(name)).toList();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      for (List<String> words = read(in); !words.isEmpty(); words = read(in)) {
        seen.add(words);
        String answer = answer(words);
        if (answer.equals(HANG_UP)) {
          return;
        }
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // The client went.
    }
  }

  private String answer(List<String> words) {
    String own = answers.apply(words);
    if (own != null) {
      return own;
    }
    String name = words.getFirst().toUpperCase(Locale.ROOT);
    return switch (name) {
      case "PING" -> "+PONG\r\n";
      case "CLIENT", "SELECT" -> "+OK\r\n";
      default -> "-ERR unknown command '" + name + "'\r\n";
    };
  }

  private static List<String> read(InputStream in) throws IOException {
    String line = line(in);
    if (line.isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    for (int i = Integer.parseInt(line.substring(1)); i > 0; i--) {
      byte[] word = in.readNBytes(Integer.parseInt(line(in).substring(1)));
      words.add(new String(word, StandardCharsets.UTF_8));
      line(in);
    }
    return words;
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  /**
   * @param texts the elements
   * @return the raw answer
   */
  static String array(String... texts) {
    var answer = new StringBuilder("*" + texts.length + "\r\n");
    for (String text : texts) {
      answer.append(bulk(text));
    }
    return answer.toString();
  }

  static String bulk(String text) {
    return "$" + text.getBytes(StandardCharsets.UTF_8).length + "\r\n" + text + "\r\n";
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
