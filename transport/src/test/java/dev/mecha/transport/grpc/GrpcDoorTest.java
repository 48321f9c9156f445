package dev.mecha.transport.grpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.GetStateRequest;
import dev.mecha.protocol.runtime.v1.GetStateResponse;
import dev.mecha.transport.ThreadMode;
import dev.mecha.transport.listen.ListenOn;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource
class GrpcDoorTest {

  private final GrpcTestServer server;

  GrpcDoorTest(ThreadMode mode) {
    server = new GrpcTestServer(mode);
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private DaprGrpc.DaprBlockingStub client() {
    return DaprGrpc.newBlockingStub(server.channel());
  }

  @Test
  void answersACall() throws Exception {
    server
        .on(
            DaprGrpc.getGetStateMethod(),
            (request, exchange) ->
                GetStateResponse.newBuilder()
                    .setData(ByteString.copyFromUtf8("value of " + request.getKey()))
                    .build())
        .start();
    GetStateResponse answer = client().getState(GetStateRequest.newBuilder().setKey("k").build());
    assertThat(answer.getData().toStringUtf8()).isEqualTo("value of k");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoComesToAReservedPortIsAnsweredWhenItServes(boolean links) throws Exception {
    GrpcServerConfig config = GrpcServerConfig.on(ListenOn.tcp(List.of("127.0.0.1"), 0));
    server
        .config(links ? config.withLinks() : config)
        .on(
            DaprGrpc.getGetStateMethod(),
            (request, exchange) -> GetStateResponse.newBuilder().setEtag("7").build())
        .reserve();
    var answer =
        DaprGrpc.newFutureStub(server.channel()).getState(GetStateRequest.getDefaultInstance());
    try (var connection = new Socket("127.0.0.1", server.port())) {
      assertThat(connection.isConnected()).isTrue();
      assertThat(answer.isDone()).isFalse();
    }
    server.serve();
    assertThat(answer.get(20, TimeUnit.SECONDS).getEtag()).isEqualTo("7");
  }

  @Test
  void answersAnErrorWithDetails() throws Exception {
    server
        .on(
            DaprGrpc.getGetStateMethod(),
            (request, exchange) -> {
              throw ApiError.simple(
                      400, Status.Code.ABORTED, "ERR_X", ErrorCategory.STATE, "etag mismatch")
                  .withReason("DAPR_STATE_ETAG_MISMATCH", Map.of("storeName", "s"))
                  .asException();
            })
        .start();
    StatusRuntimeException error =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> client().getState(GetStateRequest.getDefaultInstance()));
    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
    assertThat(error.getStatus().getDescription()).isEqualTo("etag mismatch");
    com.google.rpc.Status details = requireNonNull(StatusProto.fromThrowable(error));
    ErrorInfo info = details.getDetails(0).unpack(ErrorInfo.class);
    assertThat(info.getDomain()).isEqualTo("dapr.io");
    assertThat(info.getReason()).isEqualTo("DAPR_STATE_ETAG_MISMATCH");
    assertThat(info.getMetadataMap()).containsEntry("storeName", "s");
  }

  @Test
  void refusesUnknownMethods() throws Exception {
    server
        .on(DaprGrpc.getGetStateMethod(), (q, x) -> GetStateResponse.getDefaultInstance())
        .start();
    StatusRuntimeException error =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                client()
                    .shutdown(dev.mecha.protocol.runtime.v1.ShutdownRequest.getDefaultInstance()));
    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @Test
  void refusesBytesThatAreNoMessage() throws Exception {
    server
        .on(DaprGrpc.getGetStateMethod(), (q, x) -> GetStateResponse.getDefaultInstance())
        .start();
    // A field of 5 bytes, of which 1 comes.
    byte[] bytes = {10, 5, 'x'};
    var method =
        DaprGrpc.getGetStateMethod().toBuilder(
                new Marshaller<byte[]>() {
                  @Override
                  public InputStream stream(byte[] message) {
                    return new ByteArrayInputStream(message);
                  }

                  @Override
                  public byte[] parse(InputStream message) {
                    throw new UnsupportedOperationException();
                  }
                },
                DaprGrpc.getGetStateMethod().getResponseMarshaller())
            .build();
    StatusRuntimeException error =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                ClientCalls.blockingUnaryCall(
                    server.channel(), method, CallOptions.DEFAULT, bytes));
    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(error.getStatus().getDescription())
        .startsWith("grpc: error unmarshalling request: ");
  }

  @Test
  void methodsAreReplacedOnTheSameConnection() throws Exception {
    server.on(DaprGrpc.getGetStateMethod(), (q, x) -> value("old")).start();
    assertThat(client().getState(GetStateRequest.getDefaultInstance())).isEqualTo(value("old"));
    server.door().replace(List.of(), List.of(), UnknownMethods.REFUSED);
    StatusRuntimeException error =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> client().getState(GetStateRequest.getDefaultInstance()));
    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    var method =
        new GrpcMethod<>(
            DaprGrpc.getGetStateMethod(),
            Endpoint.of("GetState", new ApiGroup("test", "v1")),
            (q, x) -> value("new"));
    server.door().replace(List.of(), List.of(block(method)), UnknownMethods.REFUSED);
    assertThat(client().getState(GetStateRequest.getDefaultInstance())).isEqualTo(value("new"));
  }

  private static GetStateResponse value(String text) {
    return GetStateResponse.newBuilder().setData(ByteString.copyFromUtf8(text)).build();
  }

  private static BuildingBlock block(GrpcMethod<?, ?> method) {
    return new BuildingBlock() {
      @Override
      public List<GrpcMethod<?, ?>> grpcMethods() {
        return List.of(method);
      }
    };
  }
}
