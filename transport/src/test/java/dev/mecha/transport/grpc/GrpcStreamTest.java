package dev.mecha.transport.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.protocol.common.v1.StreamPayload;
import dev.mecha.protocol.internals.v1.InternalInvokeRequestStream;
import dev.mecha.protocol.internals.v1.InternalInvokeResponseStream;
import dev.mecha.protocol.internals.v1.ServiceInvocationGrpc;
import dev.mecha.transport.ThreadMode;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls of several messages, as clients see them. */
class GrpcStreamTest {

  private static final int PIECE = 64 << 10;

  private @Nullable GrpcTestServer server;

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.stop();
    }
  }

  private BlockingClientCall<InternalInvokeRequestStream, InternalInvokeResponseStream> call(
      ThreadMode mode,
      dev.mecha.kernel.pipeline.GrpcStreamMethod.Handler<
              InternalInvokeRequestStream, InternalInvokeResponseStream>
          handler)
      throws Exception {
    server =
        new GrpcTestServer(mode)
            .onStream(ServiceInvocationGrpc.getCallLocalStreamMethod(), handler)
            .start();
    return ClientCalls.blockingBidiStreamingCall(
        server.channel(), ServiceInvocationGrpc.getCallLocalStreamMethod(), CallOptions.DEFAULT);
  }

  private static InternalInvokeRequestStream question(long seq) {
    return InternalInvokeRequestStream.newBuilder()
        .setPayload(StreamPayload.newBuilder().setSeq(seq))
        .build();
  }

  private static InternalInvokeResponseStream answer(long seq, int bytes) {
    return InternalInvokeResponseStream.newBuilder()
        .setPayload(
            StreamPayload.newBuilder().setSeq(seq).setData(ByteString.copyFrom(new byte[bytes])))
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void messagesGoBothWaysUntilTheCallerEnds(ThreadMode mode) throws Exception {
    var call =
        call(
            mode,
            stream -> {
              for (var next = stream.receive(); next != null; next = stream.receive()) {
                stream.send(answer(next.getPayload().getSeq() + 1, 0));
              }
              stream.send(answer(-1, 0));
            });
    for (int i = 0; i < 1000; i++) {
      assertThat(call.write(question(i))).isTrue();
      assertThat(call.read().getPayload().getSeq()).isEqualTo(i + 1);
    }
    call.halfClose();
    assertThat(call.read().getPayload().getSeq()).isEqualTo(-1);
    assertThat(call.read()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void aCallerThatDoesNotReadHoldsTheHandlerUp(ThreadMode mode) throws Exception {
    var sent = new AtomicInteger();
    int all = 1000;
    var call =
        call(
            mode,
            stream -> {
              for (int i = 0; i < all; i++) {
                stream.send(answer(i, PIECE));
                sent.incrementAndGet();
              }
            });
    call.halfClose();
    assertThat(call.read().getPayload().getSeq()).isZero();
    // 64 MiB do not fit into what the client's and the server's windows hold.
    assertThat(sent.get()).isLessThan(all / 2);
    for (int i = 1; i < all; i++) {
      assertThat(call.read().getPayload().getSeq()).isEqualTo(i);
    }
    assertThat(call.read()).isNull();
    assertThat(sent.get()).isEqualTo(all);
  }

  @ParameterizedTest
  @EnumSource
  void anErrorEndsTheCall(ThreadMode mode) throws Exception {
    var call =
        call(
            mode,
            stream -> {
              stream.send(answer(0, 0));
              throw new ApiException(ApiError.plain(404, Status.Code.NOT_FOUND, "nothing more"));
            });
    assertThat(call.read()).isNotNull();
    assertThatThrownBy(call::read).hasMessageContaining("NOT_FOUND: nothing more");
  }

  @ParameterizedTest
  @EnumSource
  void aFaultOfOursTellsNoMoreThanItsKind(ThreadMode mode) throws Exception {
    var call =
        call(
            mode,
            stream -> {
              throw new IllegalStateException("secret");
            });
    assertThatThrownBy(call::read)
        .hasMessageContaining("INTERNAL: internal error: IllegalStateException")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @EnumSource
  void aCancelledCallInterruptsItsHandler(ThreadMode mode) throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var call =
        call(
            mode,
            stream -> {
              begun.countDown();
              try {
                stream.receive();
                stream.receive();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
            });
    call.write(question(0));
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    call.cancel("enough", null);
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
