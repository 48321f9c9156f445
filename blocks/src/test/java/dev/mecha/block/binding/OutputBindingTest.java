package dev.mecha.block.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.block.FakeHttpExchange;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.binding.BindingException;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputBindingTest {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final Fixture fixture = new Fixture();

  @Test
  void asksTheBindingAndShowsItsAnswer() throws Exception {
    FakeBinding binding = fixture.add("out", Map.of());
    binding.response = new BindingResponse("[1]".getBytes(UTF_8), Map.of("statusCode", "200"));

    FakeHttpExchange exchange =
        fixture
            .post(
                "out",
                "{\"operation\":\"create\",\"data\":{\"b\": 1, \"a\":"
                    + " \"<x>\"},\"metadata\":{\"k\":\"v\"},\"more\":[]}")
            .run();

    assertThat(exchange.status()).isEqualTo(200);
    assertThat(exchange.text()).isEqualTo("[1]");
    assertThat(exchange.answerHeaders).containsEntry("metadata.statusCode", "200");
    BindingRequest asked = binding.requests.getFirst();
    assertThat(asked.operation()).isEqualTo("create");
    assertThat(asked.data()).asString(UTF_8).isEqualTo("{\"b\":1,\"a\":\"<x>\"}");
    assertThat(asked.metadata()).isEqualTo(Map.of("k", "v"));
    assertThat(fixture.counted("dapr_component_output_binding_count"))
        .singleElement()
        .asString()
        .contains("component=\"out\"", "operation=\"create\"", "success=\"true\"");
  }

  @Test
  void dataThatIsNotThereIsNull() throws Exception {
    FakeBinding binding = fixture.add("out", Map.of());
    fixture.post("out", "{\"operation\":\"get\"}").run();
    assertThat(binding.requests.getFirst().data()).asString(UTF_8).isEqualTo("null");
  }

  @Test
  void nothingIsAnsweredWithNothing() throws Exception {
    fixture.add("out", Map.of()).response = null;
    assertThat(fixture.post("out", "{\"operation\":\"get\"}").run().status()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "out     | {}                       | operation field is missing from request",
        "out     | {\"operation\":\"fly\"}  | binding out does not support operation fly. supported"
            + " operations:create get",
        "nobody  | {\"operation\":\"get\"}  | couldn't find output binding nobody",
        "input   | {\"operation\":\"get\"}  | couldn't find output binding input"
      })
  void whatCannotBeAskedIsSaid(String name, String body, String problem) throws Exception {
    fixture.add("out", Map.of());
    fixture.add("input", Map.of("direction", "input"));
    FakeHttpExchange exchange = fixture.post(name, body).run();
    var error = requireNonNull(exchange.error());
    assertThat(exchange.status()).isEqualTo(500);
    assertThat(error.code()).isEqualTo("ERR_INVOKE_OUTPUT_BINDING");
    assertThat(error.message()).isEqualTo("error invoking output binding " + name + ": " + problem);
    assertThat(fixture.counted("dapr_component_output_binding_count"))
        .singleElement()
        .asString()
        .contains("success=\"false\"");
  }

  @Test
  void aFailureComesWithWhatTheServiceSaid() throws Exception {
    fixture.add("out", Map.of()).failure =
        new BindingException("received status code 404", Map.of("statusCode", "404"));
    FakeHttpExchange exchange = fixture.post("out", "{\"operation\":\"get\"}").run();
    assertThat(exchange.status()).isEqualTo(500);
    assertThat(exchange.answerHeaders).containsEntry("metadata.statusCode", "404");
    assertThat(requireNonNull(exchange.error()).message())
        .isEqualTo("error invoking output binding out: received status code 404");
  }

  @Test
  void aComponentThatFailsIsAFailure() throws Exception {
    fixture.add("out", Map.of()).failure = new ComponentException("broken");
    assertThat(fixture.post("out", "{\"operation\":\"get\"}").run().status()).isEqualTo(500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"metadata\":{\"a\":1}}", "{\"operation\":7}"})
  void aBodyThatCannotBeReadIsRefused(String body) throws Exception {
    FakeBinding binding = fixture.add("out", Map.of());
    FakeHttpExchange exchange = fixture.post("out", body).run();
    assertThat(exchange.status()).isEqualTo(400);
    assertThat(requireNonNull(exchange.error()).code()).isEqualTo("ERR_MALFORMED_REQUEST");
    assertThat(binding.requests).isEmpty();
  }

  @Test
  void theTraceGoesOn() throws Exception {
    FakeBinding binding = fixture.add("out", Map.of());
    FakeHttpExchange exchange = fixture.post("out", "{\"operation\":\"get\"}");
    exchange.trace(new TraceContext(TRACE, "a=b", ""));
    exchange.headers.put("baggage", "user=1");
    exchange.run();
    assertThat(binding.requests.getFirst().metadata())
        .isEqualTo(Map.of("traceparent", TRACE, "tracestate", "a=b", "baggage", "user=1"));
  }

  @Test
  void baggageThatIsNoneIsRefused() throws Exception {
    FakeBinding binding = fixture.add("out", Map.of());
    FakeHttpExchange exchange = fixture.post("out", "{\"operation\":\"get\"}");
    exchange.headers.put("baggage", "=");
    assertThat(exchange.run().status()).isEqualTo(400);
    assertThat(requireNonNull(exchange.error()).message()).startsWith("invalid baggage header: ");
    assertThat(binding.requests).isEmpty();
  }
}
