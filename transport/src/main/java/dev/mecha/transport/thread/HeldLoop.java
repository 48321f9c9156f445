package dev.mecha.transport.thread;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What held an event loop.
 *
 * @param loop the name of the loop's thread
 * @param request the name of the request's thread, which is that of its endpoint; empty if it was
 *     no request
 * @param stack where it was, innermost first
 * @param held for how long
 */
record HeldLoop(String loop, String request, String stack, Duration held) {

  /** The innermost frames say which component or handler it is. */
  private static final int FRAMES = 24;

  static HeldLoop of(LoopPulse pulse, long nanos) {
    Thread loop = pulse.thread();
    Thread request = request(pulse.continuation());
    Thread busy = request == null ? loop : request;
    return new HeldLoop(
        loop == null ? "" : loop.getName(),
        request == null ? "" : request.getName(),
        busy == null ? "" : stack(busy),
        Duration.ofNanos(nanos));
  }

  private static @Nullable Thread request(@Nullable Runnable continuation) {
    return continuation == null ? null : VirtualThreadDoor.owner(continuation);
  }

  private static String stack(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .limit(FRAMES)
        .map(StackTraceElement::toString)
        .collect(Collectors.joining(" < "));
  }

  HeldLoop lasting(long nanos) {
    return new HeldLoop(loop, request, stack, Duration.ofNanos(nanos));
  }

  /**
   * @return a line for the log
   */
  String describe() {
    return "Event loop "
        + loop
        + " was held for "
        + held.toMillis()
        + " ms by "
        + (request.isEmpty() ? "its own work" : request)
        + " at "
        + stack;
  }
}
