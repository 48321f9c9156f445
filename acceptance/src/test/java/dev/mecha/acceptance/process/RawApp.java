package dev.mecha.acceptance.process;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An application that sees every byte and says whatever it likes. */
public final class RawApp implements AutoCloseable {

  /** What it does on a connection. */
  public interface Conversation {

    /**
     * Reads and writes until the connection is of no more use; it is closed then.
     *
     * @param in what the sidecar sends
     * @param out what it gets
     * @throws IOException that ends the conversation
     */
    void hold(InputStream in, OutputStream out) throws IOException;
  }

  /** Answers one request after the other. */
  public interface Answers {

    /**
     * @param request that has come whole
     * @param out takes the answer
     * @throws IOException that ends the conversation
     */
    void answer(RawMessage request, OutputStream out) throws IOException;
  }

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger broken = new AtomicInteger();
  private final Conversation conversation;

  private RawApp(ServerSocket server, Conversation conversation) {
    this.server = server;
    this.conversation = conversation;
  }

  /**
   * @param conversation what it does on each connection
   * @return an application that listens on a free port of the loopback interface
   */
  public static RawApp start(Conversation conversation) {
    return start(InetAddress.getLoopbackAddress(), 0, conversation);
  }

  /**
   * @param address where it listens
   * @param port where it listens
   * @param conversation what it does on each connection
   * @return the application
   */
  public static RawApp start(InetAddress address, int port, Conversation conversation) {
    try {
      return start(new ServerSocket(port, 1024, address), conversation);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param server where it listens
   * @param conversation what it does on each connection
   * @return the application
   */
  public static RawApp start(ServerSocket server, Conversation conversation) {
    var app = new RawApp(server, conversation);
    Thread.ofVirtual().name("raw-app").start(app::accept);
    return app;
  }

  /**
   * @param answers what it answers to each request
   * @return an application that keeps its connections
   */
  public static RawApp answering(Answers answers) {
    return start(oneByOne(answers));
  }

  /**
   * @param answers what is answered to each request
   * @return a conversation of requests and answers in turn
   */
  public static Conversation oneByOne(Answers answers) {
    return (in, out) -> {
      for (var request = RawMessage.read(in, false);
          request != null;
          request = RawMessage.read(in, false)) {
        answers.answer(request, out);
      }
    };
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> hold(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void hold(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      conversation.hold(new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
    } catch (IOException e) {
      broken.incrementAndGet();
    } finally {
      open.remove(socket);
    }
  }

  /**
   * @return where it listens
   */
  public int port() {
    return server.getLocalPort();
  }

  /**
   * @return how many connections are open
   */
  public int connections() {
    return open.size();
  }

  /**
   * @return how many conversations ended in the middle of a message
   */
  public int broken() {
    return broken.get();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
