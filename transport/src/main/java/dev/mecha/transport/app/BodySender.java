package dev.mecha.transport.app;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.transport.flow.Outlet;
import io.vertx.core.http.HttpClientRequest;
import org.jspecify.annotations.Nullable;

/**
 * Sends the body of a request while its answer may come already, on a virtual thread of its own,
 * which is carried by what carries the caller.
 */
final class BodySender {

  /** HTTP/2 for: the rest of the request will not come. */
  private static final long CANCEL = 8;

  private final HttpClientRequest request;
  private final Body body;
  private final Outlet outlet;
  private volatile boolean ended;
  private volatile @Nullable Thread thread;

  private BodySender(HttpClientRequest request, Body body) {
    this.request = request;
    this.body = body;
    this.outlet = new Outlet(request);
  }

  /**
   * Begins to send.
   *
   * @param request its head has been sent
   * @param body closed at the end
   */
  static BodySender start(HttpClientRequest request, Body body) {
    var sender = new BodySender(request, body);
    sender.thread =
        Thread.ofVirtual()
            .name("request-body")
            .inheritInheritableThreadLocals(false)
            .start(sender::run);
    return sender;
  }

  private void run() {
    try (body) {
      outlet.write(body);
      request.end();
      ended = true;
    } catch (BodyException e) {
      // If the receiver is gone, the answer tells; it may have come before.
      if (!outlet.receiverGone()) {
        request.reset(CANCEL, e);
      }
    } catch (InterruptedException stopped) {
      request.reset(CANCEL);
    }
  }

  /** Tells whether all has been sent. */
  boolean ended() {
    return ended;
  }

  /** Sends no more. */
  void stop() {
    Thread running = thread;
    if (!ended && running != null) {
      running.interrupt();
    }
  }
}
