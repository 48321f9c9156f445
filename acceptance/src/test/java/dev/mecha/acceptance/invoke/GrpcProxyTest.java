package dev.mecha.acceptance.invoke;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import dev.mecha.acceptance.process.EchoCalls;
import dev.mecha.acceptance.process.GrpcApp;
import dev.mecha.acceptance.process.Sidecar;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Calls of an application's own gRPC service go through two sidecars as if there were none. */
@TestInstance(Lifecycle.PER_CLASS)
class GrpcProxyTest {

  private static final int LARGE = 3 << 20;

  private GrpcApp app;
  private Pair sidecars;
  private ManagedChannel channel;

  @BeforeAll
  void start(@TempDir Path folder) {
    app = GrpcApp.start();
    sidecars = Pair.start(folder, app.port(), "--app-protocol=grpc");
    channel = connect(sidecars.caller());
  }

  private static ManagedChannel connect(Sidecar sidecar) {
    return NettyChannelBuilder.forAddress("127.0.0.1", sidecar.grpcPort()).usePlaintext().build();
  }

  @AfterAll
  void stop() {
    channel.shutdownNow();
    sidecars.close();
    app.close();
  }

  @Test
  void headersAndTrailersGoAlong() {
    var headers = new AtomicReference<Metadata>();
    var trailers = new AtomicReference<Metadata>();
    Metadata sent = to("orders");
    sent.put(EchoCalls.SENT, "one");
    sent.put(EchoCalls.SENT, "two");
    sent.put(EchoCalls.BYTES, new byte[] {0, (byte) 0xff, 7});
    Channel through =
        ClientInterceptors.intercept(
            channel,
            MetadataUtils.newAttachHeadersInterceptor(sent),
            MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));
    assertThat(unary(through, "hello")).isEqualTo("hello");
    Metadata got = headers.get();
    assertThat(got.getAll(EchoCalls.SEEN)).containsExactly("one", "two");
    assertThat(got.get(EchoCalls.BYTES)).isEqualTo(new byte[] {0, (byte) 0xff, 7});
    assertThat(got.get(EchoCalls.CALLER_SEEN)).isEqualTo("shop");
    assertThat(trailers.get().get(EchoCalls.TRAILER)).isEqualTo("the end");
  }

  @Test
  void failuresKeepTheirDetails() {
    assertThatThrownBy(() -> unary(to(channel, "orders"), "fail!"))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
              assertThat(e.getStatus().getDescription()).isEqualTo("no: fail!");
              assertThat(trailers(e).get(EchoCalls.TRAILER)).isEqualTo("the end");
              assertThat(reason(e)).isEqualTo("TAKEN");
            });
  }

  private static Metadata trailers(StatusRuntimeException e) {
    Metadata trailers = e.getTrailers();
    return trailers == null ? new Metadata() : trailers;
  }

  private static String reason(StatusRuntimeException e) {
    try {
      return EchoCalls.details(e).getFirst().unpack(ErrorInfo.class).getReason();
    } catch (InvalidProtocolBufferException malformed) {
      throw new AssertionError(malformed);
    }
  }

  @Test
  void manyMessagesComeBack() throws Exception {
    BlockingClientCall<byte[], byte[]> call =
        ClientCalls.blockingV2ServerStreamingCall(
            to(channel, "orders"), EchoCalls.DOWN, options(), bytes("1000"));
    for (int i = 0; i < 1000; i++) {
      assertThat(call.read()).isEqualTo(bytes("" + i));
    }
    assertThat(call.read()).isNull();
  }

  @Test
  void aStreamMayFailAtItsEnd() throws Exception {
    BlockingClientCall<byte[], byte[]> call =
        ClientCalls.blockingV2ServerStreamingCall(
            to(channel, "orders"), EchoCalls.DOWN, options(), bytes("fail3"));
    for (int i = 0; i < 3; i++) {
      assertThat(call.read()).isEqualTo(bytes("" + i));
    }
    assertThatThrownBy(call::read)
        .isInstanceOfSatisfying(
            StatusException.class,
            e -> {
              assertThat(e.getStatus().getDescription()).isEqualTo("no: fail3");
              assertThat(EchoCalls.details(e)).hasSize(1);
            });
  }

  @Test
  void manyMessagesGoThere() throws Exception {
    BlockingClientCall<byte[], byte[]> call = open(EchoCalls.UP);
    for (int i = 0; i < 200; i++) {
      call.write(new byte[i]);
    }
    call.halfClose();
    assertThat(call.read()).isEqualTo(bytes("" + 199 * 200 / 2));
  }

  @Test
  void eachMessageIsAnsweredBeforeTheNextIsSent() throws Exception {
    BlockingClientCall<byte[], byte[]> call = open(EchoCalls.BOTH);
    for (int i = 0; i < 50; i++) {
      call.write(bytes("m" + i));
      assertThat(call.read()).isEqualTo(bytes("m" + i));
    }
    call.halfClose();
    assertThat(call.read()).isNull();
  }

  @Test
  void aCallerThatGivesUpIsNoticedByTheApplication() throws Exception {
    int before = app.cancelled();
    BlockingClientCall<byte[], byte[]> call = open(EchoCalls.BOTH);
    call.write(bytes("hello"));
    assertThat(call.read()).isEqualTo(bytes("hello"));
    call.cancel("enough", null);
    await().until(() -> app.cancelled() == before + 1);
  }

  @Test
  void aDeadlineEndsTheCallEverywhere() throws Exception {
    int before = app.cancelled();
    BlockingClientCall<byte[], byte[]> call =
        ClientCalls.blockingBidiStreamingCall(
            to(channel, "orders"),
            EchoCalls.BOTH,
            CallOptions.DEFAULT.withDeadlineAfter(300, TimeUnit.MILLISECONDS));
    assertThatThrownBy(call::read)
        .isInstanceOfSatisfying(
            StatusException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
    await().until(() -> app.cancelled() == before + 1);
  }

  @Test
  void largeMessages() {
    byte[] message = new byte[LARGE];
    message[LARGE - 1] = 1;
    assertThat(
            ClientCalls.blockingUnaryCall(
                to(channel, "orders"), EchoCalls.UNARY, options(), message))
        .isEqualTo(message);
  }

  @Test
  void anApplicationMayCallItself() {
    ManagedChannel own = connect(sidecars.callee());
    try {
      assertThat(unary(to(own, "orders"), "me")).isEqualTo("me");
    } finally {
      own.shutdownNow();
    }
  }

  @Test
  void nobodyIsNamed() {
    assertThatThrownBy(() -> unary(channel, "x"))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
              assertThat(e.getStatus().getDescription())
                  .contains("required metadata dapr-callee-app-id or dapr-app-id not found");
            });
  }

  @Test
  void nobodyIsThere() {
    assertThatThrownBy(() -> unary(to(channel, "nobody"), "x"))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("no host found");
  }

  @Test
  void aMethodThatTheApplicationHasNot() {
    var unknown =
        EchoCalls.UNARY.toBuilder().setFullMethodName(EchoCalls.SERVICE + "/Nothing").build();
    assertThatThrownBy(
            () ->
                ClientCalls.blockingUnaryCall(
                    to(channel, "orders"), unknown, options(), bytes("x")))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
  }

  private BlockingClientCall<byte[], byte[]> open(MethodDescriptor<byte[], byte[]> method) {
    return ClientCalls.blockingBidiStreamingCall(to(channel, "orders"), method, options());
  }

  private static String unary(Channel through, String message) {
    return new String(
        ClientCalls.blockingUnaryCall(through, EchoCalls.UNARY, options(), bytes(message)), UTF_8);
  }

  private static CallOptions options() {
    return CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Metadata to(String appId) {
    var metadata = new Metadata();
    metadata.put(EchoCalls.text("dapr-app-id"), appId);
    return metadata;
  }

  private static Channel to(Channel channel, String appId) {
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(to(appId)));
  }
}
