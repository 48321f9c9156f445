package dev.mecha.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.channel.AppCallbacks;
import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.protocol.runtime.v1.AppCallbackGrpc;
import dev.mecha.protocol.runtime.v1.TopicEventRequest;
import dev.mecha.protocol.runtime.v1.TopicEventResponse;
import dev.mecha.spi.time.VirtualClock;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way to an application that answers everything, over HTTP and over gRPC. */
@Timeout(60)
class TestedAppTest {

  private final VirtualClock clock = new VirtualClock(Instant.EPOCH);
  private final TestMode mode = new TestMode(clock);
  private final List<String> reached = new ArrayList<>();

  private final AppChannel http =
      mode.app(
          (AppChannel)
              request -> {
                reached.add(request.method() + " " + new String(request.body().readAll(), UTF_8));
                return InvokeResponse.http(200, new Headers(), Body.empty());
              });

  private final AppCallbacks grpc =
      mode.app(
          new AppCallbacks() {
            @Override
            @SuppressWarnings("unchecked") // there is one method
            public <Q, R> R call(MethodDescriptor<Q, R> method, Q request, Headers headers) {
              reached.add(String.valueOf(method.getBareMethodName()));
              return (R) TopicEventResponse.getDefaultInstance();
            }
          });

  private int call() throws InterruptedException {
    var body = Body.of("1".getBytes(UTF_8));
    try (InvokeResponse answer =
        http.invoke(new InvokeRequest("POST", "price", "", new Headers(), body))) {
      return answer.status();
    }
  }

  private void callBack() throws StatusException, InterruptedException {
    var event = TopicEventRequest.newBuilder().setId("7").build();
    var _ = grpc.call(AppCallbackGrpc.getOnTopicEventMethod(), event, new Headers());
  }

  @Test
  void whatReachesTheApplicationIsRecorded() throws Exception {
    call();
    callBack();
    assertThat(reached).containsExactly("price 1", "OnTopicEvent");
    assertThat(mode.recordings().received())
        .extracting(Invocation::method)
        .containsExactly("price", "OnTopicEvent");
    assertThat(mode.recordings().received().getLast().text()).contains("id: \"7\"");
  }

  @Test
  void aFailureIsTheApplicationsAnswer() throws Exception {
    mode.faults().app().fail("out of stock");
    assertThat(call()).isEqualTo(500);
    assertThatThrownBy(this::callBack)
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("INTERNAL: out of stock");
    assertThat(reached).isEmpty();
    assertThat(mode.recordings().received()).isEmpty();
  }

  @Test
  void anApplicationThatHasCrashedIsNotThere() {
    mode.faults().app().crash();
    assertThatThrownBy(this::call)
        .isInstanceOf(UnreachableException.class)
        .extracting(failure -> ((UnreachableException) failure).code())
        .isEqualTo(Status.Code.UNAVAILABLE);
    assertThatThrownBy(this::callBack).hasMessageContaining("UNAVAILABLE");
    assertThat(reached).isEmpty();
  }

  @Test
  void aDuplicateReachesItTwice() throws Exception {
    mode.faults().app().times(2).duplicate();
    assertThat(call()).isEqualTo(200);
    callBack();
    assertThat(reached).containsExactly("price 1", "price 1", "OnTopicEvent", "OnTopicEvent");
  }

  @Test
  void aCallThatIsDroppedIsNeverAnswered() throws Exception {
    mode.faults().app().drop();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answer = CompletableFuture.supplyAsync(this::callUnchecked, threads);
      assertThat(clock.awaitDue(TestedApp.FOREVER, Duration.ofSeconds(30))).isTrue();
      clock.advance(Duration.ofDays(365));
      assertThat(answer).isNotDone();
      clock.advance(TestedApp.FOREVER);
      assertThatThrownBy(answer::get).isInstanceOf(ExecutionException.class);
    }
  }

  private int callUnchecked() {
    try {
      return call();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
