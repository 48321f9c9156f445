package dev.mecha.transport.link;

import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A greeting that was sent, and what came of it: a link, or nothing. Thread-safe. */
final class LinkAttempt {

  /** Who did not answer, or as another one, is greeted again after so long. */
  private static final Duration LEFT_ALONE = Duration.ofMinutes(1);

  private final CompletableFuture<ClientLink> link;
  private final long begun = System.nanoTime();

  LinkAttempt(CompletableFuture<ClientLink> link) {
    this.link = link;
  }

  /** Waits for the answer; returns null if there is no link. */
  @Nullable ClientLink await() throws InterruptedException {
    try {
      return link.get();
    } catch (ExecutionException | CancellationException e) {
      return null;
    }
  }

  /** Whether there was a link that is no more, or nobody to greet. */
  boolean isOver() {
    return switch (link.state()) {
      case RUNNING -> false;
      case SUCCESS -> link.resultNow().isLeaving();
      case CANCELLED -> true;
      case FAILED ->
          link.exceptionNow() instanceof ConnectException refused
              && !(refused instanceof ConnectTimeoutException);
    };
  }

  /** Whether somebody who has no link to offer may have been replaced by somebody else. */
  boolean isWorthAnother() {
    return link.isCompletedExceptionally() && System.nanoTime() - begun > LEFT_ALONE.toNanos();
  }

  /** Begins no more calls, whatever comes of it. */
  void shutdown() {
    if (!link.cancel(false) && link.state() == Future.State.SUCCESS) {
      link.resultNow().shutdown();
    }
  }
}
