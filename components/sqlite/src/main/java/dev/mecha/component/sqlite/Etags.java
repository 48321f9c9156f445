package dev.mecha.component.sqlite;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ETags that no other process makes: in the form of a random UUID, as the peer has them, of
 * which one half is random per store and the other counts.
 */
final class Etags {

  private final UUID seed = UUID.randomUUID();
  private final AtomicLong count = new AtomicLong();

  String next() {
    return new UUID(
            seed.getMostSignificantBits(), seed.getLeastSignificantBits() ^ count.getAndIncrement())
        .toString();
  }
}
