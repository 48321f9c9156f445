package dev.mecha.pluggable.server;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file where a socket is to be. */
final class LeftSocket {

  private LeftSocket() {}

  /**
   * Removes a socket on which nobody listens any more.
   *
   * @param path the file
   * @throws BindException if somebody listens there
   * @throws IOException if it is no socket
   */
  static void remove(Path path) throws IOException {
    try (var probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw new BindException(path + ": address already in use by " + probe.getRemoteAddress());
    } catch (ConnectException nobodyThere) {
      Files.delete(path);
    }
  }
}
