package dev.mecha.transport.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.GetStateRequest;
import dev.mecha.protocol.runtime.v1.GetStateResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server that allows a hundred calls on a connection. */
@Timeout(60)
class GrowingChannelTest {

  private final Queue<StreamObserver<GetStateResponse>> waiting = new ConcurrentLinkedQueue<>();
  private Server server;
  private GrowingChannel channel;

  @BeforeEach
  void start() throws Exception {
    server =
        NettyServerBuilder.forPort(0)
            .maxConcurrentCallsPerConnection(GrowingChannel.CALLS_PER_CONNECTION)
            .addService(
                new DaprGrpc.DaprImplBase() {
                  @Override
                  public void getState(
                      GetStateRequest request, StreamObserver<GetStateResponse> answer) {
                    waiting.add(answer);
                  }
                })
            .build()
            .start();
    channel =
        new GrowingChannel(
            () ->
                NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                    .usePlaintext()
                    .build());
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
  }

  @Test
  void callsThatWaitForEachOtherAllArrive() {
    var stub = DaprGrpc.newFutureStub(channel);
    var calls = new ArrayList<Future<GetStateResponse>>();
    for (int i = 0; i < 250; i++) {
      calls.add(stub.getState(GetStateRequest.getDefaultInstance()));
    }
    Awaitility.await().until(() -> waiting.size() == 250);
    assertThat(channel.connections()).isEqualTo(3);
    waiting.forEach(
        answer -> {
          answer.onNext(GetStateResponse.getDefaultInstance());
          answer.onCompleted();
        });
    assertThat(calls).allSatisfy(call -> assertThat(call.get()).isNotNull());
  }

  @Test
  void aCallThatHasEndedMakesRoom() {
    var stub = DaprGrpc.newFutureStub(channel);
    for (int round = 0; round < 150; round++) {
      var call = stub.getState(GetStateRequest.getDefaultInstance());
      Awaitility.await().until(() -> !waiting.isEmpty());
      waiting.remove().onError(new IllegalStateException());
      assertThat(call).failsWithin(Duration.ofSeconds(10));
    }
    assertThat(channel.connections()).isEqualTo(1);
  }

  @Test
  void aCallThatIsGivenUpMakesRoom() {
    for (int round = 0; round < 150; round++) {
      channel.newCall(DaprGrpc.getGetStateMethod(), CallOptions.DEFAULT).cancel("before", null);
      var call = channel.newCall(DaprGrpc.getGetStateMethod(), CallOptions.DEFAULT);
      call.start(new ClientCall.Listener<>() {}, new Metadata());
      call.cancel("after", null);
    }
    var stub = DaprGrpc.newFutureStub(channel);
    List<?> calls = List.of(stub.getState(GetStateRequest.getDefaultInstance()));
    assertThat(calls).hasSize(1);
    Awaitility.await().until(() -> waiting.size() >= 1);
    assertThat(channel.connections()).isLessThanOrEqualTo(2);
  }
}
