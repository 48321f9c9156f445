package dev.mecha.transport.link;

import dev.mecha.transport.thread.EventLoops;
import io.grpc.Channel;
import io.netty.channel.EventLoop;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The links of each event loop to other sidecars. Who is none of ours is greeted once, and then
 * left alone for a while. Thread-safe.
 */
public final class PeerLinks implements AutoCloseable {

  /** Sidecars come and go under new addresses: those that nobody calls any more are forgotten. */
  private static final int MOST = 1000;

  private final LinkConnector connector;
  private final EventLoops loops;
  private final ConcurrentMap<Key, LinkAttempt> attempts = new ConcurrentHashMap<>();

  private record Key(String address, @Nullable EventLoop loop) {

    // Written out: what the JVM makes of a record's own at their first use holds up a first call.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that
          && address.equals(that.address)
          && Objects.equals(loop, that.loop);
    }

    @Override
    public int hashCode() {
      return 31 * address.hashCode() + Objects.hashCode(loop);
    }
  }

  /**
   * @param loops what links run on; outlives them
   * @param limits what is taken from other sidecars
   */
  public PeerLinks(EventLoops loops, LinkLimits limits) {
    this.loops = loops;
    this.connector = new LinkConnector(loops, limits);
  }

  /**
   * Finds the link to a sidecar, on the caller's event loop if one carries it. Waits until the
   * sidecar has answered the greeting if it has never been greeted.
   *
   * @param address {@code host:port}, IPv6 in brackets
   * @return the link, or null if the sidecar has none to offer
   * @throws InterruptedException if the caller was interrupted
   */
  public @Nullable Channel to(String address) throws InterruptedException {
    var key = new Key(address, loops.carrier());
    LinkAttempt known = attempts.get(key);
    if (known == null && attempts.size() >= MOST) {
      close();
    }
    if (known == null || known.isOver()) {
      known = attempt(key, known);
    } else if (known.isWorthAnother()) {
      // Nobody waits for what most likely changes nothing.
      attempt(key, known);
      return null;
    }
    ClientLink link = known.await();
    return link == null ? null : link.asChannel();
  }

  private LinkAttempt attempt(Key key, @Nullable LinkAttempt before) {
    return attempts.compute(
        key,
        (wanted, now) ->
            now == null || now.equals(before)
                ? connector.connect(wanted.address, wanted.loop)
                : now);
  }

  /**
   * Lets the next call find out anew who is there. Calls that are under way come to their end.
   *
   * @param address whose links
   */
  public void drop(String address) {
    attempts.keySet().stream().filter(key -> key.address.equals(address)).forEach(this::drop);
  }

  private void drop(Key key) {
    LinkAttempt attempt = attempts.remove(key);
    if (attempt != null) {
      attempt.shutdown();
    }
  }

  @Override
  public void close() {
    attempts.keySet().forEach(this::drop);
  }
}
