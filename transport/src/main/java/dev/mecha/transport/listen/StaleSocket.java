package dev.mecha.transport.listen;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process that was killed leaves behind: a socket on disk that nobody listens on. */
final class StaleSocket {

  private StaleSocket() {}

  /**
   * Removes the socket if nobody listens on it.
   *
   * @param path the socket; need not exist
   * @throws BindException if somebody listens on it
   */
  static void remove(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (var probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw new BindException(path + ": address already in use by " + probe.getRemoteAddress());
    } catch (ConnectException nobodyThere) {
      Files.delete(path);
    }
  }
}
