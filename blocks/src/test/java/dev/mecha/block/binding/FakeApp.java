package dev.mecha.block.binding;

import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import io.grpc.Status.Code;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** An application that speaks HTTP. */
final class FakeApp implements AppChannel {

  /**
   * A call.
   *
   * @param request without its body
   * @param body what was sent
   */
  record Call(InvokeRequest request, byte[] body) {
    String line() {
      return request.verb() + " " + request.method();
    }
  }

  final List<Call> calls = new CopyOnWriteArrayList<>();

  /** Answered to {@code OPTIONS}; 0 for nobody there, -1 for no answer ever. */
  int options = 200;

  /** Answered to events. */
  final Statuses statuses = new Statuses();

  byte[] answer = {};

  /** Holds events up if set. */
  @Nullable CountDownLatch gate;

  @Override
  public InvokeResponse invoke(InvokeRequest request) throws InterruptedException {
    calls.add(new Call(request, request.body().readAll()));
    if (request.verb().equals("OPTIONS")) {
      if (options < 0) {
        new CountDownLatch(1).await();
      }
      if (options == 0) {
        throw new UnreachableException(Code.UNAVAILABLE, "connection refused");
      }
      return InvokeResponse.http(options, new Headers(), Body.empty());
    }
    if (gate != null) {
      gate.await();
    }
    return InvokeResponse.http(statuses.next(), new Headers(), Body.of(answer));
  }

  /** Statuses, one after the other, the last one again and again. */
  static final class Statuses {
    private final Deque<Integer> left = new ArrayDeque<>(List.of(200));

    synchronized void set(Integer... statuses) {
      left.clear();
      left.addAll(List.of(statuses));
    }

    private synchronized int next() {
      return left.size() > 1 ? left.removeFirst() : left.getFirst();
    }
  }

  List<String> lines() {
    return calls.stream().map(Call::line).toList();
  }
}
