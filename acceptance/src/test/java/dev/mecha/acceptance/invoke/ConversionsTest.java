package dev.mecha.acceptance.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import dev.mecha.acceptance.process.EchoApp;
import dev.mecha.acceptance.process.EchoCalls;
import dev.mecha.acceptance.process.GrpcApp;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import io.dapr.v1.CommonProtos.HTTPExtension;
import io.dapr.v1.CommonProtos.HTTPExtension.Verb;
import io.dapr.v1.CommonProtos.InvokeRequest;
import io.dapr.v1.CommonProtos.InvokeResponse;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprInvokeProtos.InvokeServiceRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A caller speaks one protocol, the application another: what each of them sees. */
@TestInstance(Lifecycle.PER_CLASS)
class ConversionsTest {

  private GrpcApp stock;
  private EchoApp orders;
  private Sidecar stockSidecar;
  private Sidecar ordersSidecar;
  private Sidecar caller;
  private ManagedChannel channel;

  @BeforeAll
  void start(@TempDir Path folder) {
    String names = Resources.neighbours(folder.resolve("names.db"));
    stock = GrpcApp.start();
    orders = EchoApp.start("orders");
    stockSidecar =
        Sidecar.in(folder.resolve("stock"))
            .appId("stock")
            .configuration(names)
            .flags("--app-port=" + stock.port(), "--app-protocol=grpc")
            .environment("APP_API_TOKEN", "the-token")
            .launch();
    ordersSidecar =
        Sidecar.in(folder.resolve("orders"))
            .appId("orders")
            .configuration(names)
            .flags("--app-port=" + orders.port())
            .launch();
    caller = Sidecar.in(folder.resolve("caller")).appId("shop").configuration(names).launch();
    stockSidecar.awaitHealthy();
    ordersSidecar.awaitHealthy();
    caller.awaitHealthy();
    channel = NettyChannelBuilder.forAddress("127.0.0.1", caller.grpcPort()).usePlaintext().build();
  }

  @AfterAll
  void stop() {
    channel.shutdownNow();
    caller.close();
    ordersSidecar.close();
    stockSidecar.close();
    orders.close();
    stock.close();
  }

  @Test
  void httpToGrpc() {
    HttpResponse<String> answer =
        caller.send(
            "PUT",
            "/v1.0/invoke/stock/method/a/b?c=d&e=%2F",
            "the body",
            "Content-Type",
            "text/x-mine",
            "Accept",
            "text/plain",
            "x-sent",
            "one");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    String[] said = answer.body().split("\\|", -1);
    assertThat(said[0]).isEqualTo("a/b");
    assertThat(said[1]).isEqualTo("PUT");
    assertThat(said[2]).isEqualTo("c=d&e=%2F");
    assertThat(said[3]).isEqualTo("text/x-mine");
    assertThat(said[4]).isEqualTo("the body");
    assertThat(said[5].split(",", -1))
        .contains("dapr-accept", "dapr-content-type", "dapr-caller-app-id", "dapr-callee-app-id")
        .doesNotContain("accept", "destination-app-id");
    assertThat(answer.headers().firstValue("x-seen")).contains("one");
    assertThat(answer.headers().firstValue("x-token-seen")).contains("the-token");
    assertThat(answer.headers().firstValue("content-type")).contains("text/x-said");
  }

  @Test
  void aFailureOfAGrpcApplicationIsAnHttpStatus() {
    HttpResponse<String> answer = caller.send("POST", "/v1.0/invoke/stock/method/fail", "x");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body())
        .startsWith("{")
        .contains("\"code\":6")
        .contains("\"message\":\"no: fail\"");
  }

  @Test
  void grpcToHttp() {
    var headers = new AtomicReference<Metadata>();
    InvokeResponse answer =
        stub(headers, "x-one", "1")
            .invokeService(
                request("orders", "/list/all")
                    .setMessage(
                        message("list/all")
                            .setContentType("application/json")
                            .setHttpExtension(
                                HTTPExtension.newBuilder()
                                    .setVerb(Verb.PATCH)
                                    .setQuerystring("a=b")))
                    .build());
    String said = answer.getData().getValue().toStringUtf8();
    assertThat(said)
        .contains("\"verb\":\"PATCH\"")
        .contains("\"path\":\"/list/all\"")
        .contains("\"query\":\"a=b\"")
        .contains("\"body\":\"the body\"")
        .contains("\"X-one\":[\"1\"]")
        .contains("\"Dapr-caller-app-id\":[\"shop\"]");
    assertThat(answer.getContentType()).isEqualTo("application/json");
    assertThat(headers.get().get(EchoCalls.text("dapr-http-status"))).isEqualTo("200");
    assertThat(headers.get().get(EchoCalls.text("x-app"))).isEqualTo("orders");
  }

  @Test
  void aFailureOfAnHttpApplicationIsAGrpcStatus() {
    var headers = new AtomicReference<Metadata>();
    assertThatThrownBy(() -> stub(headers).invokeService(request("orders", "status/404").build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
              assertThat(EchoCalls.details(e).getFirst().is(ErrorInfo.class)).isTrue();
            });
  }

  @Test
  void grpcToGrpc() {
    var headers = new AtomicReference<Metadata>();
    InvokeResponse answer =
        stub(headers, "x-sent", "one").invokeService(request("stock", "find").build());
    assertThat(answer.getData().getValue().toStringUtf8()).startsWith("find|").contains("the body");
    assertThat(answer.getContentType()).isEqualTo("text/x-said");
    assertThat(headers.get().get(EchoCalls.SEEN)).isEqualTo("one");
    assertThatThrownBy(() -> stub(headers).invokeService(request("stock", "fail").build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
              assertThat(e.getStatus().getDescription()).isEqualTo("no: fail");
              assertThat(EchoCalls.details(e)).hasSize(1);
            });
  }

  private static InvokeServiceRequest.Builder request(String appId, String method) {
    return InvokeServiceRequest.newBuilder().setId(appId).setMessage(message(method));
  }

  private static InvokeRequest.Builder message(String method) {
    return InvokeRequest.newBuilder()
        .setMethod(method)
        .setHttpExtension(HTTPExtension.newBuilder().setVerb(Verb.POST))
        .setData(Any.newBuilder().setValue(ByteString.copyFromUtf8("the body")));
  }

  private DaprGrpc.DaprBlockingStub stub(AtomicReference<Metadata> headers, String... metadata) {
    var sent = new Metadata();
    for (int i = 0; i < metadata.length; i += 2) {
      sent.put(EchoCalls.text(metadata[i]), metadata[i + 1]);
    }
    return DaprGrpc.newBlockingStub(channel)
        .withDeadlineAfter(30, TimeUnit.SECONDS)
        .withInterceptors(
            MetadataUtils.newAttachHeadersInterceptor(sent),
            MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()));
  }
}
