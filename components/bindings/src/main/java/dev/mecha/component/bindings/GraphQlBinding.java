package dev.mecha.component.bindings;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Asks a service that speaks GraphQL over HTTP. Metadata whose names begin with {@code header:} are
 * headers, those with {@code variable:} the variables of the query.
 */
public final class GraphQlBinding implements OutputBinding {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
  private static final String HEADER = "header:";
  private static final String VARIABLE = "variable:";
  private static final String JSON = "application/json; charset=utf-8";

  private final URI endpoint;
  private final Map<String, String> headers;
  private final InstantSource clock;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  GraphQlBinding(URI endpoint, Map<String, String> headers, InstantSource clock) {
    this.endpoint = endpoint;
    this.headers = headers;
    this.clock = clock;
  }

  /** The client's work is done by its own threads; a call waits for it. */
  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public List<String> operations() {
    return List.of("query", "mutation");
  }

  @Override
  public BindingResponse invoke(BindingRequest request) throws InterruptedException {
    String operation = request.operation();
    String command = request.metadata().getOrDefault(operation, "").strip();
    if (command.isEmpty()) {
      throw new ComponentException("GraphQL Error: required \"" + operation + "\" not set");
    }
    if (!command.matches("(?s)" + operation + "\\b.*")) {
      throw new ComponentException("GraphQL Error: command is not a " + operation);
    }
    Instant start = clock.instant();
    HttpResponse<byte[]> answer = send(call(command, request.metadata()));
    byte[] data = GraphQlAnswer.data(answer.statusCode(), answer.body());
    Instant end = clock.instant();
    return new BindingResponse(
        data,
        Map.of(
            "operation",
            operation,
            "start-time",
            start.toString(),
            "end-time",
            end.toString(),
            "duration",
            Duration.between(start, end).toNanos() / 1e6 + "ms"));
  }

  private HttpRequest call(String command, Map<String, String> metadata) {
    var sent = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    sent.put("Content-Type", JSON);
    sent.put("Accept", JSON);
    sent.putAll(headers);
    sent.putAll(named(HEADER, metadata));
    byte[] body = JsonTexts.graphQl(command, named(VARIABLE, metadata));
    try {
      HttpRequest.Builder call =
          HttpRequest.newBuilder(endpoint).POST(BodyPublishers.ofByteArray(body));
      sent.forEach(call::header);
      return call.build();
    } catch (IllegalArgumentException e) {
      throw new ComponentException("GraphQL Error: " + e.getMessage(), e);
    }
  }

  private HttpResponse<byte[]> send(HttpRequest call) throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(call, _ -> new BoundedBody(0));
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new ComponentException(
          "GraphQL Error: Post \"" + endpoint + "\": " + e.getMessage(), e);
    } finally {
      answer.cancel(true); // ends the exchange if it still goes on
    }
  }

  /** The entries whose names begin so, without that beginning. */
  private static Map<String, String> named(String beginning, Map<String, String> metadata) {
    var found = new HashMap<String, String>();
    metadata.forEach(
        (name, value) -> {
          if (name.startsWith(beginning)) {
            found.put(name.substring(beginning.length()), value);
          }
        });
    return found;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /** Makes {@code bindings.graphql}. */
  public static final class Provider implements ComponentProvider<Binding> {

    @Override
    public Class<Binding> kind() {
      return Binding.class;
    }

    @Override
    public List<String> types() {
      return List.of("bindings.graphql");
    }

    @Override
    public Binding create(ComponentContext context) {
      URI endpoint =
          context
              .metadata()
              .property("endpoint")
              .parse("an address such as http://localhost:8080/graphql", Provider::address);
      return new GraphQlBinding(
          endpoint, named(HEADER, context.metadata().asMap()), context.clock());
    }

    private static URI address(String text) {
      URI address = URI.create(text);
      if (address.getHost() == null || !address.getScheme().matches("https?")) {
        throw new IllegalArgumentException("not an address");
      }
      return address;
    }
  }
}
