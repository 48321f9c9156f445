package dev.mecha.acceptance.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of the loopback interface for processes that are told theirs. They come one after another
 * from below the range out of which the kernel serves everybody else, so that cases that run at the
 * same time never get the same one.
 */
public final class Ports {

  private static final int FIRST = 10_000;
  private static final int COUNT = 20_000;

  /** Ports belong to the machine: so does the count, and each process of tests begins elsewhere. */
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 997 % COUNT));

  private Ports() {}

  /**
   * @return a port that nobody listens on
   */
  public static int free() {
    for (int tries = 0; tries < COUNT; tries++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken: the next one.
      }
    }
    throw new IllegalStateException("no port is free between " + FIRST + " and " + (FIRST + COUNT));
  }
}
