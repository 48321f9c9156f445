package dev.mecha.pluggable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import dev.mecha.protocol.components.v1.FeaturesRequest;
import dev.mecha.protocol.components.v1.FeaturesResponse;
import dev.mecha.protocol.components.v1.GetRequest;
import dev.mecha.protocol.components.v1.GetResponse;
import dev.mecha.protocol.components.v1.InitRequest;
import dev.mecha.protocol.components.v1.InitResponse;
import dev.mecha.protocol.components.v1.QueriableStateStoreGrpc;
import dev.mecha.protocol.components.v1.SetRequest;
import dev.mecha.protocol.components.v1.SetResponse;
import dev.mecha.protocol.components.v1.StateStoreGrpc;
import dev.mecha.spi.AnsweredException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A component says with its status how the API answers, or only what failed. */
@Timeout(60)
class OwnAnswersTest {

  private static final Map<String, String> WHOLE =
      Map.of("kit_error", "true", "http_code", "418", "tag", "ERR_TEA");

  @TempDir Path folder;

  private Map<String, String> metadata = WHOLE;

  private StateStore connect(Foreign foreign) throws InterruptedException {
    return foreign.connect(StateStore.class, "state");
  }

  @Test
  void theWholeAnswerIsTheComponents() throws Exception {
    try (var foreign = new Foreign(folder, new Teapot());
        StateStore store = connect(foreign)) {
      assertThatExceptionOfType(AnsweredException.class)
          .isThrownBy(() -> store.get(dev.mecha.spi.state.GetRequest.of("k")))
          .withMessage("api error: code = FailedPrecondition desc = no coffee")
          .satisfies(
              e ->
                  assertThat(e.answer())
                      .isEqualTo(
                          new AnsweredException.Answer(
                              418, 9, "ERR_TEA", "no coffee", "kitchen", "TEAPOT")));
      assertThatExceptionOfType(AnsweredException.class)
          .isThrownBy(() -> store.set(dev.mecha.spi.state.SetRequest.of("k", new byte[0])));
    }
  }

  @Test
  void whatIsNotMarkedOrHasNoStatusIsAFailureLikeOthers() throws Exception {
    try (var foreign = new Foreign(folder, new Teapot());
        StateStore store = connect(foreign)) {
      for (Map<String, String> other :
          List.of(
              Map.<String, String>of(),
              Map.of("kit_error", "true", "http_code", "teapot", "tag", "T"))) {
        metadata = other;
        assertThatExceptionOfType(ComponentException.class)
            .isThrownBy(() -> store.get(dev.mecha.spi.state.GetRequest.of("k")))
            .withMessage("rpc error: code = FailedPrecondition desc = no coffee")
            .satisfies(e -> assertThat(e).isNotInstanceOf(AnsweredException.class));
      }
    }
  }

  @Test
  void whoListsTheServiceAnswersQueries() throws Exception {
    try (var foreign = new Foreign(folder, new Teapot());
        StateStore store = connect(foreign)) {
      assertThat(store.features()).doesNotContain(StateFeature.QUERY);
    }
    try (var foreign = new Foreign(folder, new Teapot(), new Queries());
        StateStore store = connect(foreign)) {
      assertThat(store.features()).contains(StateFeature.QUERY);
    }
  }

  private static final class Queries extends QueriableStateStoreGrpc.QueriableStateStoreImplBase {}

  private final class Teapot extends StateStoreGrpc.StateStoreImplBase {

    @Override
    public void init(InitRequest request, StreamObserver<InitResponse> caller) {
      caller.onNext(InitResponse.getDefaultInstance());
      caller.onCompleted();
    }

    @Override
    public void features(FeaturesRequest request, StreamObserver<FeaturesResponse> caller) {
      caller.onNext(FeaturesResponse.getDefaultInstance());
      caller.onCompleted();
    }

    @Override
    public void get(GetRequest request, StreamObserver<GetResponse> caller) {
      caller.onError(refusal());
    }

    @Override
    public void set(SetRequest request, StreamObserver<SetResponse> caller) {
      caller.onError(refusal());
    }

    private StatusRuntimeException refusal() {
      var info =
          ErrorInfo.newBuilder()
              .setDomain("kitchen")
              .setReason("TEAPOT")
              .putAllMetadata(metadata)
              .build();
      return StatusProto.toStatusRuntimeException(
          com.google.rpc.Status.newBuilder()
              .setCode(Code.FAILED_PRECONDITION_VALUE)
              .setMessage("no coffee")
              .addDetails(Any.pack(info))
              .build());
    }
  }
}
