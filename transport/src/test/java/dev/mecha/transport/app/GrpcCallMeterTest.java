package dev.mecha.transport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Empty;
import dev.mecha.kernel.observe.Buckets;
import dev.mecha.kernel.observe.GrpcClientMetrics;
import dev.mecha.kernel.observe.LabelRules;
import dev.mecha.kernel.observe.Metrics;
import dev.mecha.protocol.common.v1.InvokeRequest;
import dev.mecha.protocol.common.v1.InvokeResponse;
import dev.mecha.protocol.runtime.v1.AppCallbackGrpc;
import dev.mecha.protocol.runtime.v1.AppCallbackHealthCheckGrpc;
import dev.mecha.protocol.runtime.v1.HealthCheckResponse;
import dev.mecha.transport.ThreadMode;
import dev.mecha.transport.thread.EventLoops;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GrpcCallMeterTest {

  private static final String ON_INVOKE =
      "app_id=\"app\",grpc_client_method=\"/dapr.proto.runtime.v1.AppCallback/OnInvoke\"";

  private final Metrics metrics = new Metrics("app", new LabelRules(List.of()));
  private final EventLoops loops = ThreadMode.DEFAULT.loops();
  private Server app;
  private GrpcAppConnection connection;

  private static final class App extends AppCallbackGrpc.AppCallbackImplBase {
    @Override
    public void onInvoke(InvokeRequest request, StreamObserver<InvokeResponse> answer) {
      answer.onNext(InvokeResponse.newBuilder().setContentType("abc").build());
      answer.onCompleted();
    }
  }

  private static final class Health
      extends AppCallbackHealthCheckGrpc.AppCallbackHealthCheckImplBase {
    @Override
    public void healthCheck(Empty request, StreamObserver<HealthCheckResponse> answer) {
      answer.onNext(HealthCheckResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }

  @BeforeEach
  void start() throws IOException {
    app =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new App())
            .addService(new Health())
            .build()
            .start();
    connection =
        new GrpcAppConnection(
            loops,
            new GrpcAppConnection.Settings("127.0.0.1", app.getPort(), false, AppToken.of(""), 0),
            new GrpcClientMetrics(metrics, Buckets.latency(List.of())));
  }

  @AfterEach
  void stop() {
    connection.close();
    app.shutdownNow();
    loops.close();
  }

  @Test
  void countsWeighsAndTimesCalls() {
    var request = InvokeRequest.newBuilder().setMethod("list").build();
    AppCallbackGrpc.newBlockingStub(connection.channel()).onInvoke(request);
    assertThat(metrics.text())
        .contains(
            "dapr_grpc_io_client_completed_rpcs{" + ON_INVOKE + ",grpc_client_status=\"OK\"} 1\n")
        .contains("dapr_grpc_io_client_sent_bytes_per_rpc_sum{" + ON_INVOKE + "} 6\n")
        .contains("dapr_grpc_io_client_received_bytes_per_rpc_sum{" + ON_INVOKE + "} 5\n")
        .contains("dapr_grpc_io_client_roundtrip_latency_count{" + ON_INVOKE);
  }

  @Test
  void countsFailures() {
    var stub = AppCallbackGrpc.newBlockingStub(connection.channel());
    assertThatThrownBy(() -> stub.listInputBindings(Empty.getDefaultInstance()))
        .isInstanceOf(StatusRuntimeException.class);
    assertThat(metrics.text()).contains("grpc_client_status=\"Unimplemented\"} 1\n");
  }

  @Test
  void leavesProbesToTheirOwnMetrics() {
    AppCallbackHealthCheckGrpc.newBlockingStub(connection.channel())
        .healthCheck(Empty.getDefaultInstance());
    assertThat(metrics.text()).doesNotContain("HealthCheck");
  }
}
