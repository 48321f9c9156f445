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
import dev.mecha.spi.binding.BindingException;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.tck.OutputBindingTck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpBindingTest extends OutputBindingTck {

  private final Map<String, String> fields = new HashMap<>();
  private final AtomicReference<HttpExchange> last = new AtomicReference<>();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, status(exchange)));
    server.createContext(
        "/slow",
        exchange -> {
          try {
            new CountDownLatch(1).await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          answer(exchange, 200);
        });
    server.start();
    fields.put("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/base");
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  /** {@code /base/404} is answered with 404. */
  private static int status(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    return path.matches(".*/\\d{3}") ? Integer.parseInt(path.substring(path.length() - 3)) : 200;
  }

  /** The answer is what was asked. */
  private void answer(HttpExchange exchange, int status) throws IOException {
    try (exchange) {
      last.set(exchange);
      byte[] body = exchange.getRequestBody().readAllBytes();
      byte[] said =
          (exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + new String(body, UTF_8))
              .getBytes(UTF_8);
      exchange.getResponseHeaders().add("x-two", "1");
      exchange.getResponseHeaders().add("x-two", "2");
      boolean head = exchange.getRequestMethod().equals("HEAD") || status == 204;
      exchange.sendResponseHeaders(status, head ? -1 : said.length);
      if (!head) {
        exchange.getResponseBody().write(said);
      }
    }
  }

  @Override
  protected ComponentProvider<Binding> provider() {
    return new HttpBinding.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return fields;
  }

  @Override
  protected BindingRequest request() {
    return new BindingRequest("get", new byte[0], Map.of());
  }

  @Override
  protected BindingRequest refusedRequest() {
    return new BindingRequest("get", new byte[0], Map.of("path", "/500"));
  }

  private BindingResponse asked(String operation, String data, Map<String, String> metadata)
      throws Exception {
    return requireNonNull(ask(open(), operation, data, metadata));
  }

  private String header(String name) {
    return requireNonNull(last.get()).getRequestHeaders().getFirst(name);
  }

  @ParameterizedTest
  @CsvSource({
    "create,POST,true",
    "post,POST,true",
    "put,PUT,true",
    "patch,PATCH,true",
    "get,GET,false",
    "delete,DELETE,false",
    "options,OPTIONS,false",
    "trace,TRACE,false"
  })
  void theOperationIsTheVerb(String operation, String verb, boolean body) throws Exception {
    assertThat(asked(operation, "data", Map.of()).data())
        .asString(UTF_8)
        .isEqualTo(verb + " /base " + (body ? "data" : ""));
    assertThat(header("Accept")).isEqualTo("application/json; charset=utf-8");
    assertThat(header("Content-Type")).isEqualTo(body ? "application/json; charset=utf-8" : null);
  }

  @Test
  void theAnswerIsToldWithItsHeaders() throws Exception {
    BindingResponse response = asked("get", "", Map.of());
    assertThat(response.metadata())
        .containsEntry("statusCode", "200")
        .containsEntry("status", "200 OK")
        .containsEntry("X-Two", "1, 2")
        .containsKey("Content-Length");
    assertThat(asked("head", "", Map.of()).data()).isEmpty();
    assertThat(asked("get", "", Map.of("path", "204")).data()).isEmpty();
  }

  @Test
  void metadataAreHeadersAndAPath() throws Exception {
    BindingResponse response =
        asked(
            "post",
            "<x/>",
            Map.of(
                "path", "//sub path/ü?q=1%20",
                "Content-Type", "text/xml",
                "X-Mine", "yes",
                "Traceparent", "mine",
                "not-sent", "no",
                "Host", "elsewhere",
                "traceparent", "00-1-2-01",
                "baggage", "a=b"));
    assertThat(response.data())
        .asString(UTF_8)
        .isEqualTo("POST /base/sub%20path/%C3%BC?q=1%20 <x/>");
    assertThat(header("Content-Type")).isEqualTo("text/xml");
    assertThat(header("X-Mine")).isEqualTo("yes");
    assertThat(header("not-sent")).isNull();
    assertThat(header("traceparent")).isEqualTo("00-1-2-01");
    assertThat(header("baggage")).isEqualTo("a=b");
    assertThat(header("Host")).startsWith("127.0.0.1");
  }

  @Test
  void anotherStatusIsAFailureThatSaysWhatWasAnswered() throws Exception {
    OutputBinding binding = open();
    assertThatThrownBy(() -> ask(binding, "get", "", Map.of("path", "404")))
        .isInstanceOfSatisfying(
            BindingException.class,
            e ->
                assertThat(e.metadata())
                    .containsEntry("statusCode", "404")
                    .containsEntry("status", "404 Not Found"))
        .hasMessage("received status code 404");
    BindingResponse taken =
        requireNonNull(ask(binding, "get", "", Map.of("path", "404", "errorIfNot2XX", "false")));
    assertThat(taken.metadata()).containsEntry("statusCode", "404");
  }

  @Test
  void theComponentMayTakeEveryStatus() throws Exception {
    fields.put("errorIfNot2XX", "no");
    assertThat(asked("get", "", Map.of("path", "500")).metadata())
        .containsEntry("statusCode", "500");
  }

  @Test
  void aTokenIsSent() throws Exception {
    fields.put("securityToken", "s3cret");
    fields.put("securityTokenHeader", "X-Token");
    asked("get", "", Map.of());
    assertThat(header("X-Token")).isEqualTo("s3cret");
  }

  @ParameterizedTest
  @CsvSource({"5,5", "0,10", "-1,10", "1Ki,10"})
  void anAnswerIsCutOff(String max, int length) throws Exception {
    fields.put("maxResponseBodySize", max);
    assertThat(asked("get", "", Map.of()).data()).hasSize(length);
  }

  @Test
  void anAnswerThatTakesTooLongIsNotWaitedFor() throws Exception {
    fields.put("responseTimeout", "100ms");
    fields.computeIfPresent("url", (_, url) -> url.replace("/base", "/slow"));
    OutputBinding binding = open();
    assertThatThrownBy(() -> ask(binding, "get", "", Map.of()))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("context deadline exceeded");
  }

  @Test
  void anInterruptEndsTheCall() throws Exception {
    fields.computeIfPresent("url", (_, url) -> url.replace("/base", "/slow"));
    OutputBinding binding = open();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ask(binding, "get", "", Map.of()))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void nobodyThereIsAFailure() throws Exception {
    server.stop(0);
    OutputBinding binding = open();
    assertThatThrownBy(() -> ask(binding, "get", "", Map.of()))
        .isInstanceOf(ComponentException.class)
        .hasMessageStartingWith("Get \"http://127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"maxResponseBodySize", "responseTimeout", "MTLSRootCA", "MTLSRenegotiation"})
  void aFieldThatIsWrongIsNamed(String field) {
    fields.put(field, "/no/such");
    assertThatThrownBy(this::open)
        .isInstanceOf(InvalidMetadataException.class)
        .message()
        .containsIgnoringCase(field);
  }
}
