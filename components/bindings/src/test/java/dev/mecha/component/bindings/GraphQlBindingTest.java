package dev.mecha.component.bindings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.tck.OutputBindingTck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphQlBindingTest extends OutputBindingTck {

  private final Map<String, String> fields = new HashMap<>();
  private final AtomicReference<String> asked = new AtomicReference<>();
  private final AtomicReference<String> header = new AtomicReference<>();
  private String answer = "{\"data\":{\"a\": [1]},\"extensions\":{}}";
  private int status = 200;
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
    fields.put("endpoint", "http://127.0.0.1:" + server.getAddress().getPort() + "/graphql");
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.set(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      header.set(String.valueOf(exchange.getRequestHeaders().getFirst("X-Secret")));
      exchange.sendResponseHeaders(status, 0);
      exchange.getResponseBody().write(answer.getBytes(UTF_8));
    }
  }

  @Override
  protected ComponentProvider<Binding> provider() {
    return new GraphQlBinding.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return fields;
  }

  @Override
  protected BindingRequest request() {
    return new BindingRequest("query", new byte[0], Map.of("query", "query { a }"));
  }

  @Override
  protected BindingRequest refusedRequest() {
    return new BindingRequest("mutation", new byte[0], Map.of("mutation", "query { a }"));
  }

  @Test
  void asksAndAnswersWithTheData() throws Exception {
    fields.put("header:X-Secret", "component");
    BindingResponse response =
        requireNonNull(
            ask(
                open(),
                "mutation",
                "",
                Map.of("mutation", "  mutation M($x: Int) { a }", "variable:x", "1")));
    assertThat(response.data()).asString(UTF_8).isEqualTo("{\"a\":[1]}");
    assertThat(response.metadata())
        .containsEntry("operation", "mutation")
        .containsKeys("start-time", "end-time", "duration");
    assertThat(asked)
        .hasValue("{\"query\":\"mutation M($x: Int) { a }\",\"variables\":{\"x\":\"1\"}}");
    assertThat(header).hasValue("component");
  }

  @Test
  void theHeadersOfARequestGoFirst() throws Exception {
    fields.put("header:X-Secret", "component");
    ask(open(), "query", "", Map.of("query", "query { a }", "header:x-secret", "request"));
    assertThat(header).hasValue("request");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"errors\":[{\"path\":[1],\"message\":\"bad\"},{\"message\":\"worse\"}]} | GraphQL"
            + " Error: graphql: bad",
        "500 | {\"errors\":[{\"message\":\"bad\"}]} | GraphQL Error: graphql: bad",
        "500 | oops | GraphQL Error: graphql: server returned a non-200 status code: 500"
      })
  void whatTheServiceDoesNotLikeIsAFailure(int code, String body, String message) throws Exception {
    status = code;
    answer = body;
    OutputBinding binding = open();
    assertThatThrownBy(() -> ask(binding, "query", "", Map.of("query", "query { a }")))
        .isInstanceOf(ComponentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nowhere", "ftp://host/", "http:/x"})
  void anAddressThatIsNoneIsRefused(String endpoint) {
    fields.put("endpoint", endpoint);
    assertThatThrownBy(this::open).isInstanceOf(InvalidMetadataException.class);
  }
}
