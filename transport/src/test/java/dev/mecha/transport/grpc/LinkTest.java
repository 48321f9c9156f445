package dev.mecha.transport.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.pipeline.GrpcStream;
import dev.mecha.kernel.pipeline.GrpcStreamMethod;
import dev.mecha.protocol.common.v1.StreamPayload;
import dev.mecha.protocol.internals.v1.InternalInvokeRequestStream;
import dev.mecha.protocol.internals.v1.InternalInvokeResponseStream;
import dev.mecha.protocol.internals.v1.ServiceInvocationGrpc;
import dev.mecha.transport.LeakWatch;
import dev.mecha.transport.ThreadMode;
import dev.mecha.transport.listen.ListenOn;
import dev.mecha.transport.peer.PeerConnections;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls over links are those of gRPC, and whoever has no link is called over gRPC. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class LinkTest {

  private static final String GREETING = "MECHA-LINK/1 SIDECAR\r\n\r\n";
  private static final Metadata.Key<String> TEXT =
      Metadata.Key.of("x-text", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> BINARY =
      Metadata.Key.of("x-some-bin", Metadata.BINARY_BYTE_MARSHALLER);
  private static final MethodDescriptor<BytesValue, BytesValue> ECHO =
      MethodDescriptor.<BytesValue, BytesValue>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("mecha.test.Echo/Call")
          .setRequestMarshaller(ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
          .build();

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

  private GrpcTestServer serve(ThreadMode mode) {
    GrpcServerConfig config =
        GrpcServerConfig.on(ListenOn.tcp(List.of("127.0.0.1"), 0)).withLinks();
    server = new GrpcTestServer(mode).config(config);
    return server;
  }

  private PeerConnections peers() {
    if (peers == null) {
      peers = new PeerConnections(server().loops(), 4 << 20, 8 << 10);
    }
    return peers;
  }

  private GrpcTestServer server() {
    return Objects.requireNonNull(server);
  }

  private Channel link() throws InterruptedException {
    Channel channel = peers().to("127.0.0.1:" + server().port());
    assertThat(channel.getClass().getPackageName()).endsWith(".link");
    return channel;
  }

  private static BytesValue bytes(int count) {
    return BytesValue.of(ByteString.copyFrom(new byte[count]));
  }

  private static BytesValue echo(Channel channel, int count) {
    return ClientCalls.blockingUnaryCall(channel, ECHO, CallOptions.DEFAULT, bytes(count));
  }

  private static BlockingClientCall<InternalInvokeRequestStream, InternalInvokeResponseStream> talk(
      Channel channel, CallOptions options) {
    return ClientCalls.blockingBidiStreamingCall(
        channel, ServiceInvocationGrpc.getCallLocalStreamMethod(), options);
  }

  private void serveTalk(
      ThreadMode mode,
      GrpcStreamMethod.Handler<InternalInvokeRequestStream, InternalInvokeResponseStream> handler)
      throws Exception {
    serve(mode).onStream(ServiceInvocationGrpc.getCallLocalStreamMethod(), handler).start();
  }

  private static InternalInvokeRequestStream question(long seq) {
    return InternalInvokeRequestStream.newBuilder()
        .setPayload(StreamPayload.newBuilder().setSeq(seq))
        .build();
  }

  private static InternalInvokeResponseStream answer(long seq) {
    return InternalInvokeResponseStream.newBuilder()
        .setPayload(StreamPayload.newBuilder().setSeq(seq))
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void messagesOfAnySizeGoThereAndBack(ThreadMode mode) throws Exception {
    serve(mode).on(ECHO, (request, exchange) -> request).start();
    Channel link = link();
    for (int size : new int[] {0, 1, 1024, 64 << 10, (64 << 10) + 1, 256 << 10, 3 << 20}) {
      assertThat(echo(link, size).getValue().size()).isEqualTo(size);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatIsTooLargeIsRefused(ThreadMode mode) throws Exception {
    serve(mode).on(ECHO, (request, exchange) -> request).start();
    assertThatThrownBy(() -> echo(link(), 5 << 20))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("RESOURCE_EXHAUSTED: gRPC message exceeds maximum size");
    assertThat(echo(link(), 10).getValue().size()).isEqualTo(10);
  }

  @ParameterizedTest
  @EnumSource
  void metadataGoesThereAndBack(ThreadMode mode) throws Exception {
    serve(mode)
        .on(
            ECHO,
            (request, exchange) -> {
              exchange.responseMetadata().merge(exchange.requestMetadata());
              return request;
            })
        .start();
    var sent = new Metadata();
    sent.put(TEXT, "one");
    sent.put(TEXT, "two");
    sent.put(BINARY, new byte[] {0, -1, 10, 13});
    var headers = new AtomicReference<Metadata>();
    Channel channel =
        ClientInterceptors.intercept(
            link(),
            MetadataUtils.newAttachHeadersInterceptor(sent),
            MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()));
    echo(channel, 1);
    assertThat(headers.get().getAll(TEXT)).containsExactly("one", "two");
    assertThat(headers.get().get(BINARY)).containsExactly(0, -1, 10, 13);
  }

  @ParameterizedTest
  @EnumSource
  void tooMuchMetadataIsRefused(ThreadMode mode) throws Exception {
    serve(mode).on(ECHO, (request, exchange) -> request);
    server()
        .config(
            GrpcServerConfig.on(ListenOn.tcp(List.of("127.0.0.1"), 0))
                .withLimits(4 << 20, 1000)
                .withLinks());
    server().start();
    var sent = new Metadata();
    sent.put(TEXT, "x".repeat(2000));
    Channel channel =
        ClientInterceptors.intercept(link(), MetadataUtils.newAttachHeadersInterceptor(sent));
    assertThatThrownBy(() -> echo(channel, 1)).hasMessageContaining("Header size exceeded");
  }

  @ParameterizedTest
  @EnumSource
  void aMethodThatNobodyServesIsUnimplemented(ThreadMode mode) throws Exception {
    serve(mode).start();
    assertThatThrownBy(() -> echo(link(), 1)).hasMessageContaining("UNIMPLEMENTED");
  }

  @ParameterizedTest
  @EnumSource
  void aThousandMessagesGoBothWays(ThreadMode mode) throws Exception {
    serveTalk(
        mode,
        stream -> {
          for (var next = stream.receive(); next != null; next = stream.receive()) {
            stream.send(answer(next.getPayload().getSeq() + 1));
          }
          stream.send(answer(-1));
        });
    var call = talk(link(), CallOptions.DEFAULT);
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
  void whoGivesACallUpInterruptsItsHandler(ThreadMode mode) throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    serveTalk(
        mode,
        stream -> {
          begun.countDown();
          sleepUntilInterrupted(interrupted, stream);
        });
    var call = talk(link(), CallOptions.DEFAULT);
    call.write(question(0));
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    call.cancel("enough", null);
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aDeadlineEndsACallOnBothSides(ThreadMode mode) throws Exception {
    var interrupted = new CountDownLatch(1);
    serveTalk(mode, stream -> sleepUntilInterrupted(interrupted, stream));
    var call = talk(link(), CallOptions.DEFAULT.withDeadlineAfter(Duration.ofMillis(200)));
    call.write(question(0));
    assertThatThrownBy(call::read).hasMessageContaining("DEADLINE_EXCEEDED");
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aLinkThatBreaksInterruptsHandlersAndFailsCalls(ThreadMode mode) throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    serveTalk(
        mode,
        stream -> {
          begun.countDown();
          sleepUntilInterrupted(interrupted, stream);
        });
    var call = talk(link(), CallOptions.DEFAULT);
    call.write(question(0));
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    server().door().close(Duration.ZERO);
    assertThatThrownBy(call::read).hasMessageContaining("UNAVAILABLE");
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static void sleepUntilInterrupted(CountDownLatch interrupted, GrpcStream<?, ?> stream)
      throws InterruptedException {
    try {
      assertThat(stream.receive()).isNotNull();
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatEndsFinishesWhatIsUnderWayAndIsCalledNoMore(ThreadMode mode) throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    serveTalk(
        mode,
        stream -> {
          begun.countDown();
          goOn.await();
          stream.send(answer(7));
        });
    var call = talk(link(), CallOptions.DEFAULT);
    call.write(question(0));
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    Thread closing =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    server().door().close(Duration.ofSeconds(10));
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    // The link is no longer offered, and nobody listens.
    await().until(() -> !isLink(peers().to("127.0.0.1:" + server().port())));
    goOn.countDown();
    assertThat(call.read(10, TimeUnit.SECONDS)).isNotNull();
    assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
  }

  private static boolean isLink(Channel channel) {
    return channel.getClass().getPackageName().endsWith(".link");
  }

  @ParameterizedTest
  @EnumSource
  void whoSpeaksHttp2OnlyIsCalledOverHttp2UntilItIsReplaced(ThreadMode mode) throws Exception {
    serve(mode)
        .on(ECHO, (request, exchange) -> request)
        .config(GrpcServerConfig.on(ListenOn.tcp(List.of("127.0.0.1"), 0)));
    server().start();
    String address = "127.0.0.1:" + server().port();
    Channel first = peers().to(address);
    assertThat(isLink(first)).isFalse();
    assertThat(echo(first, 10).getValue().size()).isEqualTo(10);

    server().door().close(Duration.ofSeconds(1));
    var replacement =
        new GrpcTestServer(mode)
            .on(ECHO, (request, exchange) -> request)
            .config(
                GrpcServerConfig.on(ListenOn.tcp(List.of("127.0.0.1"), server().port()))
                    .withLinks());
    replacement.start();
    try {
      peers().drop(address); // as after a call that failed
      Channel second = peers().to(address);
      assertThat(isLink(second)).isTrue();
      assertThat(echo(second, 10).getValue().size()).isEqualTo(10);
    } finally {
      replacement.stop();
    }
    assertThat(isLink(peers().to(address))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void clientsOfGrpcAreServedOnTheSamePort(ThreadMode mode) throws Exception {
    serve(mode).on(ECHO, (request, exchange) -> request).start();
    assertThat(echo(server().channel(), 100_000).getValue().size()).isEqualTo(100_000);
    assertThat(echo(link(), 10).getValue().size()).isEqualTo(10);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoLinkIsHungUpOn(ThreadMode mode) throws Exception {
    serve(mode).start();
    assertThat(said("MECHA-LINK/0 WHATEVER\r\n\r\n")).isEmpty();
    // A frame of an unknown type, and one that is longer than any.
    assertThat(said(GREETING + "\0\0\0\5\177\0\0\0\1")).isEqualTo(GREETING);
    assertThat(said(GREETING + "\177\0\0\5\0\0\0\0\1")).isEqualTo(GREETING);
    // A call that says nothing.
    assertThat(said(GREETING + "\0\0\0\5\0\0\0\0\1")).isEqualTo(GREETING);
  }

  @ParameterizedTest
  @EnumSource
  void whoseCallBeginsTwiceIsHungUpOn(ThreadMode mode) throws Exception {
    serveTalk(mode, GrpcStream::receive);
    String method = "dapr.proto.internals.v1.ServiceInvocation/CallLocalStream";
    String call =
        "\0\0\0"
            + (char) (5 + 8 + 4 + method.length() + 4)
            + "\0\0\0\0\1"
            + "\0\0\0\0\0\0\0\0"
            + "\0\0\0"
            + (char) method.length()
            + method
            + "\0\0\0\0";
    assertThat(said(GREETING + call + call)).isEqualTo(GREETING);
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerWithTooMuchMetadataFailsAlone(ThreadMode mode) throws Exception {
    serve(mode)
        .on(
            ECHO,
            (request, exchange) -> {
              exchange.responseMetadata().put(TEXT, "x".repeat(request.getValue().size()));
              return request;
            })
        .start();
    Channel link = link();
    assertThatThrownBy(() -> echo(link, 10_000)).hasMessageContaining("Header size exceeded");
    assertThat(echo(link, 10).getValue().size()).isEqualTo(10);
  }

  private String said(String words) throws IOException {
    try (var socket = new Socket("127.0.0.1", server().port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerWithoutHeadersIsToldFromNoAnswer(ThreadMode mode) throws Exception {
    serveTalk(
        mode,
        stream -> {
          throw ApiError.plain(503, Status.Code.UNAVAILABLE, "not just now").asException();
        });
    var trailers = new AtomicReference<Metadata>();
    Channel channel =
        ClientInterceptors.intercept(
            link(), MetadataUtils.newCaptureMetadataInterceptor(new AtomicReference<>(), trailers));
    var call = talk(channel, CallOptions.DEFAULT);
    assertThatThrownBy(call::read).hasMessageContaining("UNAVAILABLE: not just now");
    assertThat(trailers.get().keys()).contains("content-type");
  }
}
