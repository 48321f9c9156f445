package dev.mecha.pluggable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.protocol.components.v1.FeaturesRequest;
import dev.mecha.protocol.components.v1.FeaturesResponse;
import dev.mecha.protocol.components.v1.PauseRequest;
import dev.mecha.protocol.components.v1.PauseResponse;
import dev.mecha.protocol.components.v1.PingRequest;
import dev.mecha.protocol.components.v1.PingResponse;
import dev.mecha.protocol.components.v1.PubSubGrpc;
import dev.mecha.protocol.components.v1.PubSubInitRequest;
import dev.mecha.protocol.components.v1.PubSubInitResponse;
import dev.mecha.protocol.components.v1.PullMessagesRequest;
import dev.mecha.protocol.components.v1.PullMessagesResponse;
import dev.mecha.protocol.components.v1.ResumeRequest;
import dev.mecha.protocol.components.v1.ResumeResponse;
import dev.mecha.spi.pubsub.MessageHandler;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker is told to send nothing more before what it has sent is waited for. */
@Timeout(60)
class PauseTest {

  private static final MessageHandler NOTHING = _ -> {};

  @TempDir Path folder;

  private final List<String> heard = new CopyOnWriteArrayList<>();

  private PubSub connect(Foreign foreign) throws InterruptedException {
    return foreign.connect(PubSub.class, "pubsub");
  }

  private static Subscription subscribe(PubSub broker, String topic, MessageHandler handler)
      throws InterruptedException {
    return broker.subscribe(new SubscribeRequest(topic, Map.of()), handler);
  }

  @Test
  void theLastSubscriptionPausesAndTheNextGoesOn() throws Exception {
    try (var foreign = new Foreign(folder, new Broker(true));
        PubSub broker = connect(foreign)) {
      Subscription one = subscribe(broker, "one", NOTHING);
      Subscription two = subscribe(broker, "two", NOTHING);
      one.close();
      assertThat(heard).isEmpty();
      two.close();
      two.close();
      assertThat(heard).containsExactly("pause");
      subscribe(broker, "one", NOTHING).close();
      assertThat(heard).containsExactly("pause", "resume", "pause");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMessageInHandIsAcknowledgedAfterwards(boolean pauses) throws Exception {
    var begun = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    try (var foreign = new Foreign(folder, new Broker(pauses));
        PubSub broker = connect(foreign)) {
      Subscription subscription =
          subscribe(
              broker,
              "full",
              _ -> {
                begun.countDown();
                gate.await();
              });
      begun.await();
      Thread end = Thread.ofVirtual().start(subscription::close);
      await().until(() -> heard.contains("pause"));
      gate.countDown();
      end.join();
      await().until(() -> heard.contains("acknowledged"));
      assertThat(heard).containsExactly("pause", "acknowledged");
    }
  }

  /** Sends one message to whoever pulls the topic {@code full}. */
  private final class Broker extends PubSubGrpc.PubSubImplBase {

    private final boolean pauses;

    Broker(boolean pauses) {
      this.pauses = pauses;
    }

    private static <R> void answer(StreamObserver<R> caller, R message) {
      caller.onNext(message);
      caller.onCompleted();
    }

    @Override
    public void init(PubSubInitRequest request, StreamObserver<PubSubInitResponse> caller) {
      answer(caller, PubSubInitResponse.getDefaultInstance());
    }

    @Override
    public void features(FeaturesRequest request, StreamObserver<FeaturesResponse> caller) {
      answer(caller, FeaturesResponse.getDefaultInstance());
    }

    @Override
    public void ping(PingRequest request, StreamObserver<PingResponse> caller) {
      answer(caller, PingResponse.getDefaultInstance());
    }

    @Override
    public void pause(PauseRequest request, StreamObserver<PauseResponse> caller) {
      heard.add("pause");
      if (pauses) {
        answer(caller, PauseResponse.getDefaultInstance());
      } else {
        caller.onError(Status.UNIMPLEMENTED.asRuntimeException());
      }
    }

    @Override
    public void resume(ResumeRequest request, StreamObserver<ResumeResponse> caller) {
      heard.add("resume");
      answer(caller, ResumeResponse.getDefaultInstance());
    }

    @Override
    public StreamObserver<PullMessagesRequest> pullMessages(
        StreamObserver<PullMessagesResponse> caller) {
      return new StreamObserver<>() {
        @Override
        public void onNext(PullMessagesRequest request) {
          if (request.getTopic().getName().equals("full")) {
            caller.onNext(
                PullMessagesResponse.newBuilder().setId("1").setTopicName("full").build());
          } else if (request.getAckMessageId().equals("1")) {
            heard.add("acknowledged");
          }
        }

        @Override
        public void onError(Throwable broken) {
          // The other side is gone.
        }

        @Override
        public void onCompleted() {
          caller.onCompleted();
        }
      };
    }
  }
}
