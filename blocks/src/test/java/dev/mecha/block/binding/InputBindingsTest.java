package dev.mecha.block.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mecha.block.state.FakeStore;
import dev.mecha.kernel.resource.ResourceKinds;
import dev.mecha.kernel.resource.ResourceLoader;
import dev.mecha.spi.binding.DeliveryException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class InputBindingsTest {

  private static final byte[] EVENT = "event".getBytes(UTF_8);

  private final Fixture fixture = new Fixture();
  private final FakeApp app = fixture.app;

  @ParameterizedTest
  @CsvSource({"200,true", "204,true", "405,true", "404,false", "500,false", "0,false", "-1,false"})
  void theApplicationIsAskedWhetherItWantsEvents(int status, boolean wanted) throws Exception {
    FakeBinding binding = fixture.add("in", Map.of("route", "/my/route"));
    app.options = status;
    try (InputBindings inputs = fixture.inputs(null)) {
      inputs.start();
      assertThat(app.lines()).containsExactly("OPTIONS my/route");
      assertThat(binding.reads()).isEqualTo(wanted);
    }
  }

  @Test
  void oneThatCannotBeAskedIsNoReasonToLeaveOutTheOthers() throws Exception {
    fixture.add("a", Map.of());
    FakeBinding sure = fixture.add("b", Map.of("direction", "Input, output"));
    FakeBinding never = fixture.add("c", Map.of("direction", "output"));
    app.options = 0;
    try (InputBindings inputs = fixture.inputs(null)) {
      inputs.start();
      assertThat(app.lines()).containsExactly("OPTIONS a");
      assertThat(sure.reads()).isTrue();
      assertThat(never.reads()).isFalse();
    }
  }

  @Test
  void anEventIsPosted() throws Exception {
    FakeBinding binding = fixture.add("in", Map.of("direction", "input"));
    app.answer = "done".getBytes(UTF_8);
    try (InputBindings inputs = fixture.inputs(null)) {
      inputs.start();
      byte[] answer = binding.bring(EVENT, Map.of("k", "v", "bad name", "x", "lines", "a\r\nb: c"));
      assertThat(answer).asString(UTF_8).isEqualTo("done");
    }
    FakeApp.Call call = app.calls.getFirst();
    assertThat(call.line()).isEqualTo("POST in");
    assertThat(call.body()).asString(UTF_8).isEqualTo("event");
    assertThat(call.request().contentType()).isEqualTo("application/json");
    assertThat(call.request().headers().first("k")).isEqualTo("v");
    assertThat(call.request().headers().first("lines")).isEqualTo("a b: c");
    assertThat(call.request().headers().first("bad name")).isNull();
    assertThat(fixture.counted("dapr_component_input_binding_count"))
        .singleElement()
        .asString()
        .contains("component=\"in\"", "success=\"true\"");
  }

  @ParameterizedTest
  @CsvSource({"200,true", "202,true", "299,true", "302,false", "404,false", "500,false"})
  void anEventIsTakenWithASuccessfulStatusOnly(int status, boolean taken) throws Exception {
    FakeBinding binding = fixture.add("in", Map.of("direction", "input"));
    app.statuses.set(status);
    app.answer = "why".getBytes(UTF_8);
    try (InputBindings inputs = fixture.inputs(null)) {
      inputs.start();
      if (taken) {
        assertThat(binding.bring(EVENT, Map.of())).asString(UTF_8).isEqualTo("why");
      } else {
        assertThatThrownBy(() -> binding.bring(EVENT, Map.of()))
            .isInstanceOf(DeliveryException.class)
            .hasMessage(
                "fails to send binding event to http app channel, status code: %d body: why",
                status);
      }
    }
    assertThat(app.calls).hasSize(1);
    assertThat(fixture.counted("dapr_component_input_binding_count"))
        .singleElement()
        .asString()
        .contains("success=\"" + taken + "\"");
  }

  @Test
  void policiesTryAgainUntilItIsTaken(@TempDir Path folder) throws Exception {
    policies(folder, "in", "retries: {again: {duration: 1ms, maxRetries: 5}}", "retry: again");
    FakeBinding binding = fixture.add("in", Map.of("direction", "input"));
    app.statuses.set(500, 202, 200);
    try (InputBindings inputs = fixture.inputs(null)) {
      inputs.start();
      binding.bring(EVENT, Map.of());
    }
    assertThat(app.lines()).containsExactly("POST in", "POST in", "POST in");
    assertThat(app.calls)
        .allSatisfy(call -> assertThat(call.body()).asString(UTF_8).isEqualTo("event"));
  }

  private void policies(Path folder, String component, String policy, String use) throws Exception {
    Files.writeString(
        folder.resolve("r.yaml"),
        """
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata: {name: r}
        spec: {policies: {%s}, targets: {components: {%s: {inbound: {%s}}}}}
        """
            .formatted(policy, component, use));
    var loaded = new ResourceLoader(List.of(folder), "app", "", ResourceKinds.all()).load();
    fixture.guards.replace(loaded.of(ResourceKinds.RESILIENCY));
  }

  @Test
  void bindingsThatComeLaterAreReadToo() throws Exception {
    try (InputBindings inputs = fixture.inputs(null)) {
      FakeBinding early = fixture.add("early", Map.of());
      assertThat(early.reads()).isFalse();
      inputs.start();
      FakeBinding late = fixture.add("late", Map.of());
      assertThat(early.reads()).isTrue();
      assertThat(late.reads()).isTrue();
    }
  }

  @Test
  void aBindingThatIsReplacedEndsBeforeTheNewOneReads() throws Exception {
    try (InputBindings inputs = fixture.inputs(null)) {
      FakeBinding old = fixture.add("in", Map.of());
      inputs.start();
      FakeBinding now = fixture.add("in", Map.of());
      assertThat(old.life).containsExactly("read", "end", "close");
      assertThat(now.reads()).isTrue();
      fixture.bindings.remove("in");
      assertThat(now.life).containsExactly("read", "end", "close");
    }
  }

  @Test
  void nothingIsReadWhileTheApplicationIsUnwell() throws Exception {
    FakeBinding binding = fixture.add("in", Map.of());
    InputBindings inputs = fixture.inputs(null);
    inputs.start();
    inputs.stop();
    assertThat(binding.reads()).isFalse();
    assertThat(fixture.add("late", Map.of()).reads()).isFalse();
    inputs.start();
    assertThat(binding.life).containsExactly("read", "end", "read");
    inputs.close();
    inputs.start();
    assertThat(binding.reads()).isFalse();
  }

  @Test
  void theEndWaitsForEventsUnderWay() throws Exception {
    FakeBinding binding = fixture.add("in", Map.of("direction", "input"));
    var gate = new CountDownLatch(1);
    app.gate = gate;
    InputBindings inputs = fixture.inputs(null);
    inputs.start();
    var event = new FutureTask<>(() -> binding.bring(EVENT, Map.of()));
    Thread.ofVirtual().start(event);
    await().until(() -> app.calls.size() == 1);
    Thread end = Thread.ofVirtual().start(inputs::close);
    await().until(() -> end.getState() == Thread.State.WAITING);
    assertThat(binding.life).containsExactly("read");
    assertThatThrownBy(() -> binding.bring(EVENT, Map.of()))
        .isInstanceOf(DeliveryException.class)
        .hasMessage("input binding is closed");
    gate.countDown();
    assertThat(event.get()).isEmpty();
    end.join();
    assertThat(binding.life).containsExactly("read", "end");
  }

  @ParameterizedTest
  @CsvSource({"parallel", "sequential"})
  void anAnswerMaySayWhatIsToBeDone(String concurrency) throws Exception {
    FakeBinding binding = fixture.add("in", Map.of("direction", "input"));
    FakeBinding one = fixture.add("one", Map.of("direction", "output"));
    FakeBinding two = fixture.add("two", Map.of("direction", "output"));
    var store = new FakeStore();
    fixture.stores.put("store", store);
    app.answer =
        """
        {"storeName": "store", "state": [{"key": "k", "value": {"a": 1}}],
         "to": ["one", "two"], "concurrency": "%s", "data": {"b": 2}}
        """
            .formatted(concurrency)
            .getBytes(UTF_8);
    try (InputBindings inputs = fixture.inputs(null)) {
      inputs.start();
      assertThat(binding.bring(EVENT, Map.of())).isEqualTo(app.answer);
    }
    for (FakeBinding each : List.of(one, two)) {
      assertThat(each.requests)
          .singleElement()
          .satisfies(
              request -> {
                assertThat(request.operation()).isEqualTo("create");
                assertThat(request.data()).asString(UTF_8).isEqualTo("{\"b\":2}");
              });
    }
    assertThat(requireNonNull(store.values.get("k")).bytes())
        .asString(UTF_8)
        .isEqualTo("{\"a\":1}");
  }

  @Test
  void whatCannotBeDoneLeavesTheEventTaken() throws Exception {
    FakeBinding binding = fixture.add("in", Map.of("direction", "input"));
    FakeBinding last = fixture.add("last", Map.of("direction", "output"));
    app.answer =
        "{\"storeName\":\"none\",\"state\":[{\"key\":\"k\",\"value\":1}],\"to\":[\"nobody\",\"last\"]}"
            .getBytes(UTF_8);
    try (InputBindings inputs = fixture.inputs(null)) {
      inputs.start();
      assertThat(binding.bring(EVENT, Map.of())).isEqualTo(app.answer);
    }
    assertThat(last.requests).isEmpty();
  }

  @Test
  void anAnswerThatSaysNothingOfThatKindIsAnAnswer() throws Exception {
    FakeBinding binding = fixture.add("in", Map.of("direction", "input"));
    for (String answer : List.of("", "text", "[1]", "{\"to\": 1}", "{\"to\":", "{\"a\":1}")) {
      app.answer = answer.getBytes(UTF_8);
      try (InputBindings inputs = fixture.inputs(null)) {
        inputs.start();
        assertThat(binding.bring(EVENT, Map.of())).asString(UTF_8).isEqualTo(answer);
      }
    }
  }
}
