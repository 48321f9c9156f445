package dev.mecha.block.invoke;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.Replay;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.resilience.Attempt;
import dev.mecha.kernel.resilience.Guard;

/**
 * Calls under the policies and passes the answer on while it comes. An answer that the policies may
 * not like is held until they have judged it; once the first byte of one has gone to the caller,
 * nothing is tried again.
 */
final class Delivery {

  private final HttpExchange exchange;
  private final Guard guard;
  private final boolean streams;
  private final Replay body;
  private boolean begun;

  /**
   * @param streams whether the request's end is not known, so that it is sent once
   * @param body of the request
   */
  Delivery(HttpExchange exchange, Guard guard, boolean streams, Replay body) {
    this.exchange = exchange;
    this.guard = guard;
    this.streams = streams;
    this.body = body;
  }

  void run(Attempt<InvokeResponse, RuntimeException> call) throws InterruptedException {
    try {
      guard.run(() -> attempt(call));
    } catch (NeverAgainException e) {
      settle(e.failure());
    } catch (RefusedAnswerException e) {
      settle(e);
    }
  }

  private void settle(RuntimeException failure) throws InterruptedException {
    if (!(failure instanceof RefusedAnswerException answer)) {
      throw failure;
    }
    if (!begun) {
      exchange.respond(answer.status(), answer.headers(), Body.of(answer.body()));
    }
  }

  private boolean attempt(Attempt<InvokeResponse, RuntimeException> call)
      throws InterruptedException {
    try (InvokeResponse answer = HttpForm.of(call.run())) {
      if (isLiked(answer.status())) {
        relay(answer);
        return true;
      }
      throw refused(answer);
    } catch (CallFailedException | RefusedAnswerException | BodyException e) {
      if (begun || streams || !body.repeatable()) {
        throw new NeverAgainException(e);
      }
      throw e;
    }
  }

  private boolean isLiked(int status) {
    return (status >= 200 && status < 400) || Guard.NONE.equals(guard);
  }

  /**
   * Held back if the call may be tried again; otherwise it goes on and only counts as a failure.
   */
  private RefusedAnswerException refused(InvokeResponse answer) throws InterruptedException {
    if (streams || !body.repeatable()) {
      relay(answer);
      return new RefusedAnswerException(answer.status(), new Headers(), new byte[0]);
    }
    return new RefusedAnswerException(answer.status(), answer.headers(), answer.body().readAll());
  }

  private void relay(InvokeResponse answer) throws InterruptedException {
    begun = true;
    exchange.respond(answer.status(), answer.headers(), answer.body());
  }
}
