package dev.mecha.block.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.mecha.block.state.FakeStore;
import dev.mecha.kernel.channel.AppCallbacks;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.protocol.common.v1.StateItem;
import dev.mecha.protocol.runtime.v1.BindingEventRequest;
import dev.mecha.protocol.runtime.v1.BindingEventResponse;
import dev.mecha.protocol.runtime.v1.ListInputBindingsResponse;
import dev.mecha.spi.binding.DeliveryException;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GrpcBindingAppTest {

  private final Fixture fixture = new Fixture();
  private final App app = new App();

  /** An application that speaks gRPC. */
  private static final class App implements AppCallbacks {
    private final List<BindingEventRequest> events = new CopyOnWriteArrayList<>();
    private int asked;
    private List<String> wanted = List.of();
    private BindingEventResponse answer = BindingEventResponse.getDefaultInstance();
    private @Nullable Status failure;

    @Override
    @SuppressWarnings("unchecked") // the method says what it answers
    public <Q, R> R call(MethodDescriptor<Q, R> method, Q request, Headers headers)
        throws StatusException {
      if (failure != null) {
        throw failure.asException();
      }
      if (request instanceof BindingEventRequest event) {
        events.add(event);
        return (R) answer;
      }
      asked++;
      return (R) ListInputBindingsResponse.newBuilder().addAllBindings(wanted).build();
    }
  }

  @Test
  void theApplicationListsWhatItWantsOnce() throws Exception {
    FakeBinding a = fixture.add("a", Map.of());
    FakeBinding b = fixture.add("b", Map.of());
    app.wanted = List.of("b", "other");
    try (InputBindings inputs = fixture.inputs(app)) {
      inputs.start();
      assertThat(a.reads()).isFalse();
      assertThat(b.reads()).isTrue();
      assertThat(app.asked).isEqualTo(1);
    }
  }

  @Test
  void oneThatGivesNoListWantsNothing() throws Exception {
    FakeBinding a = fixture.add("a", Map.of());
    FakeBinding sure = fixture.add("sure", Map.of("direction", "input"));
    app.failure = Status.UNIMPLEMENTED;
    try (InputBindings inputs = fixture.inputs(app)) {
      inputs.start();
      assertThat(a.reads()).isFalse();
      assertThat(sure.reads()).isTrue();
    }
  }

  @Test
  void anEventIsHandedOverAndItsAnswerDone() throws Exception {
    FakeBinding in = fixture.add("in", Map.of("direction", "input"));
    FakeBinding out = fixture.add("out", Map.of("direction", "output"));
    var store = new FakeStore();
    fixture.stores.put("store", store);
    app.answer =
        BindingEventResponse.newBuilder()
            .setData(ByteString.copyFromUtf8("{\"x\":1}"))
            .addTo("out")
            .setStoreName("store")
            .addStates(StateItem.newBuilder().setKey("k").setValue(ByteString.copyFromUtf8("v")))
            .build();
    try (InputBindings inputs = fixture.inputs(app)) {
      inputs.start();
      assertThat(in.bring("event".getBytes(UTF_8), Map.of("k", "v")))
          .asString(UTF_8)
          .isEqualTo("{\"x\":1}");
    }
    assertThat(app.events)
        .containsExactly(
            BindingEventRequest.newBuilder()
                .setName("in")
                .setData(ByteString.copyFromUtf8("event"))
                .putMetadata("k", "v")
                .build());
    assertThat(out.requests.getFirst().data()).asString(UTF_8).isEqualTo("{\"x\":1}");
    assertThat(requireNonNull(store.values.get("k")).bytes()).asString(UTF_8).isEqualTo("v");
  }

  @Test
  void anErrorIsNoSuccess() throws Exception {
    FakeBinding in = fixture.add("in", Map.of("direction", "input"));
    try (InputBindings inputs = fixture.inputs(app)) {
      inputs.start();
      app.failure = Status.INVALID_ARGUMENT.withDescription("no");
      assertThatThrownBy(() -> in.bring(new byte[0], Map.of()))
          .isInstanceOf(DeliveryException.class)
          .hasMessage("error invoking app: rpc error: code = InvalidArgument desc = no");
    }
  }
}
