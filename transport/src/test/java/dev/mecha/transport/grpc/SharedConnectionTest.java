package dev.mecha.transport.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.ByteString;
import dev.mecha.kernel.pipeline.GrpcStream;
import dev.mecha.protocol.common.v1.StreamPayload;
import dev.mecha.protocol.internals.v1.InternalInvokeRequestStream;
import dev.mecha.protocol.internals.v1.InternalInvokeResponseStream;
import dev.mecha.protocol.internals.v1.ServiceInvocationGrpc;
import dev.mecha.transport.ThreadMode;
import dev.mecha.transport.listen.ListenOn;
import dev.mecha.transport.peer.PeerConnections;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that are slow share a connection with others. */
@Timeout(60)
class SharedConnectionTest {

  private static final int SLOW = 40;
  private static final ByteString PIECE = ByteString.copyFrom(new byte[64 << 10]);

  /** What a call asks for, by its sequence number. */
  private static final long ENDLESS = 1;

  private static final long DEAF = 2;
  private static final long SHORT = 3;

  private @Nullable GrpcTestServer server;
  private @Nullable PeerConnections peers;

  @AfterEach
  void stop() throws Exception {
    if (peers != null) {
      peers.close();
    }
    if (server != null) {
      server.stop();
    }
  }

  private Channel connect(ThreadMode mode, boolean links) throws Exception {
    GrpcServerConfig config = GrpcServerConfig.on(ListenOn.tcp(List.of("127.0.0.1"), 0));
    server =
        new GrpcTestServer(mode)
            .config(links ? config.withLinks() : config)
            .onStream(ServiceInvocationGrpc.getCallLocalStreamMethod(), SharedConnectionTest::serve)
            .start();
    peers = new PeerConnections(server.loops(), 4 << 20, 8 << 10);
    return peers.to("127.0.0.1:" + server.port());
  }

  private static void serve(
      GrpcStream<InternalInvokeRequestStream, InternalInvokeResponseStream> stream)
      throws InterruptedException {
    InternalInvokeRequestStream first = stream.receive();
    long what = first == null ? SHORT : first.getPayload().getSeq();
    while (what == ENDLESS) {
      stream.send(answer());
    }
    if (what == DEAF) {
      Thread.sleep(Long.MAX_VALUE);
    }
    stream.send(answer());
  }

  private static InternalInvokeResponseStream answer() {
    return InternalInvokeResponseStream.newBuilder()
        .setPayload(StreamPayload.newBuilder().setData(PIECE))
        .build();
  }

  private static InternalInvokeRequestStream question(long what) {
    return InternalInvokeRequestStream.newBuilder()
        .setPayload(StreamPayload.newBuilder().setSeq(what).setData(PIECE))
        .build();
  }

  private static BlockingClientCall<InternalInvokeRequestStream, InternalInvokeResponseStream> call(
      Channel channel, long what) throws Exception {
    BlockingClientCall<InternalInvokeRequestStream, InternalInvokeResponseStream> call =
        ClientCalls.blockingBidiStreamingCall(
            channel, ServiceInvocationGrpc.getCallLocalStreamMethod(), CallOptions.DEFAULT);
    call.write(question(what));
    return call;
  }

  @ParameterizedTest
  @CsvSource({"EVENT_LOOP,false", "DEFAULT,false", "EVENT_LOOP,true", "DEFAULT,true"})
  void answersThatNobodyReadsHoldNoOtherCallUp(ThreadMode mode, boolean links) throws Exception {
    Channel channel = connect(mode, links);
    var slow =
        new ArrayList<
            BlockingClientCall<InternalInvokeRequestStream, InternalInvokeResponseStream>>();
    for (int i = 0; i < SLOW; i++) {
      slow.add(call(channel, ENDLESS));
      assertThat(slow.getLast().read(10, TimeUnit.SECONDS)).isNotNull();
    }
    assertOthersGoOn(channel);
    slow.forEach(call -> call.cancel("enough", null));
    assertOthersGoOn(channel);
  }

  @ParameterizedTest
  @CsvSource({"EVENT_LOOP,false", "DEFAULT,false", "EVENT_LOOP,true", "DEFAULT,true"})
  void questionsThatNobodyTakesHoldNoOtherCallUp(ThreadMode mode, boolean links) throws Exception {
    Channel channel = connect(mode, links);
    List<BlockingClientCall<InternalInvokeRequestStream, InternalInvokeResponseStream>> slow =
        new ArrayList<>();
    for (int i = 0; i < SLOW; i++) {
      slow.add(call(channel, DEAF));
      fill(slow.getLast());
    }
    assertOthersGoOn(channel);
    slow.forEach(call -> call.cancel("enough", null));
    assertOthersGoOn(channel);
  }

  private static void fill(BlockingClientCall<InternalInvokeRequestStream, ?> call)
      throws Exception {
    try {
      for (int pieces = 0; pieces < 64; pieces++) {
        call.write(question(0), 50, TimeUnit.MILLISECONDS);
      }
    } catch (TimeoutException e) {
      return; // there is no more room
    }
    fail("64 pieces of 64 KiB were sent to somebody who takes none");
  }

  private static void assertOthersGoOn(Channel channel) throws Exception {
    for (int i = 0; i < 10; i++) {
      var other = call(channel, SHORT);
      other.halfClose();
      assertThat(other.read(10, TimeUnit.SECONDS)).isNotNull();
    }
  }
}
