package dev.mecha.transport.grpc;

import dev.mecha.transport.thread.EventLoops;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A door's way in for callers in this JVM: messages are handed over as objects, without HTTP/2 and
 * without a socket. Nothing is there until somebody asks for it.
 *
 * <p>A caller's thread is none of the event loops, which calls expect to come from. Each call is
 * given to one of them, and stays there.
 */
final class InProcessServer {

  /** The first task of a call runs on any event loop; the call's other tasks follow it. */
  private record SameLoop(EventLoops loops) implements ServerCallExecutorSupplier {
    @Override
    public <Q, R> Executor getExecutor(ServerCall<Q, R> call, Metadata metadata) {
      return loops.current();
    }
  }

  private final EventLoops loops;
  private final HandlerRegistry served;
  private final int maxHeaderListBytes;
  private final String name = UUID.randomUUID().toString();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Server server;
  private boolean closed;

  /**
   * @param loops what calls run on
   * @param served the methods
   * @param maxHeaderListBytes the largest sum of a call's metadata
   */
  InProcessServer(EventLoops loops, HandlerRegistry served, int maxHeaderListBytes) {
    this.loops = loops;
    this.served = served;
    this.maxHeaderListBytes = maxHeaderListBytes;
  }

  /**
   * Serves from now on, if it does not yet.
   *
   * @return the name by which in-process channels find it, unique in this JVM
   * @throws IllegalStateException if it has been closed
   */
  String name() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the sidecar is closed");
      }
      if (server == null) {
        server = started();
      }
      return name;
    } finally {
      lock.unlock();
    }
  }

  private Server started() {
    try {
      return InProcessServerBuilder.forName(name)
          .executor(loops.group())
          .callExecutor(new SameLoop(loops))
          .fallbackHandlerRegistry(served)
          .maxInboundMetadataSize(maxHeaderListBytes)
          .build()
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("a random name is taken", e);
    }
  }

  /**
   * Serves nobody from now on.
   *
   * @return what is to be shut down, or null if nobody ever asked for it
   */
  @Nullable Server close() {
    lock.lock();
    try {
      closed = true;
      return server;
    } finally {
      lock.unlock();
    }
  }
}
