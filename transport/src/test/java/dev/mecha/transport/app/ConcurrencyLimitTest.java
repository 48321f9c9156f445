package dev.mecha.transport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ConcurrencyLimitTest {

  private final List<String> called = Collections.synchronizedList(new ArrayList<>());
  private final AppChannel app =
      request -> {
        called.add(request.method());
        if (request.method().equals("fails")) {
          throw new UnreachableException(Status.Code.UNAVAILABLE, "not there");
        }
        return InvokeResponse.http(200, new Headers(), Body.empty());
      };
  private final AppChannel limited = ConcurrencyLimit.of(app, 1);

  private static InvokeRequest call(String method) {
    return new InvokeRequest("GET", method, "", new Headers(), Body.empty());
  }

  private CompletableFuture<InvokeResponse> begin(String method, List<Thread> threads) {
    var answer = new CompletableFuture<InvokeResponse>();
    var thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    answer.complete(limited.invoke(call(method)));
                  } catch (Exception e) {
                    answer.completeExceptionally(e);
                  }
                });
    threads.add(thread);
    await().until(() -> answer.isDone() || thread.getState() == Thread.State.WAITING);
    return answer;
  }

  @Test
  void countsACallUntilItsAnswerIsClosed() throws Exception {
    var threads = new ArrayList<Thread>();
    InvokeResponse first = limited.invoke(call("first"));
    var second = begin("second", threads);
    var third = begin("third", threads);
    assertThat(called).containsExactly("first");
    first.close();
    first.close();
    second.get(5, TimeUnit.SECONDS);
    assertThat(called).containsExactly("first", "second");
    assertThat(third).isNotDone();
    second.get().close();
    third.get(5, TimeUnit.SECONDS).close();
    assertThat(called).containsExactly("first", "second", "third");
  }

  @Test
  void doesNotCountACallThatFailed() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> limited.invoke(call("fails")))
          .isInstanceOf(UnreachableException.class);
    }
    limited.invoke(call("last")).close();
    assertThat(called).hasSize(4);
  }

  @Test
  void letsACallerGoThatIsInterruptedWhileItWaits() throws Exception {
    var threads = new ArrayList<Thread>();
    InvokeResponse first = limited.invoke(call("first"));
    var second = begin("second", threads);
    threads.getFirst().interrupt();
    assertThatThrownBy(() -> second.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
    first.close();
    limited.invoke(call("third")).close();
    assertThat(called).containsExactly("first", "third");
  }

  @Test
  void isNothingIfThereIsNoLimit() {
    assertThat(ConcurrencyLimit.of(app, 0)).isSameAs(app);
    assertThat(ConcurrencyLimit.of(app, -1)).isSameAs(app);
  }
}
