package dev.mecha.component.redis;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link that all ordinary calls share. Where connections may not become old, it is replaced in
 * time: the new one is there before the old one goes, and the old one stays until the last call on
 * it must be over.
 */
final class SharedLink implements Supplier<Link> {

  private static final Logger LOG = LoggerFactory.getLogger(SharedLink.class);

  private final Connector connector;
  private final BiConsumer<Duration, Runnable> later;
  private final Duration maxAge;
  private final Duration longestCall;
  private volatile Link current;

  /**
   * @param first an open link
   * @param connector opens the next ones
   * @param later runs a task once after some time
   * @param maxAge how old a link may become; zero for any age
   * @param longestCall after which no call can be under way on a link that is no longer current
   */
  SharedLink(
      Link first,
      Connector connector,
      BiConsumer<Duration, Runnable> later,
      Duration maxAge,
      Duration longestCall) {
    this.current = first;
    this.connector = connector;
    this.later = later;
    this.maxAge = maxAge;
    this.longestCall = longestCall;
    if (!maxAge.isZero()) {
      later.accept(maxAge, this::replace);
    }
  }

  @Override
  public Link get() {
    return current;
  }

  private void replace() {
    var _ =
        connector
            .open()
            .whenComplete(
                (link, failure) -> {
                  if (failure == null) {
                    Link old = current;
                    current = link;
                    later.accept(
                        longestCall,
                        () -> {
                          var _ = old.close();
                        });
                  } else {
                    LOG.debug("keeping an old connection: {}", Failure.rootMessage(failure));
                  }
                  later.accept(maxAge, this::replace);
                });
  }
}
