package dev.mecha.block.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.block.FakeHttpExchange;
import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.HttpEndpoint;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.PeerChannel;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.kernel.discovery.ServiceDiscovery;
import dev.mecha.kernel.observe.AccessControlMetrics;
import dev.mecha.kernel.observe.Buckets;
import dev.mecha.kernel.observe.InvocationMetrics;
import dev.mecha.kernel.observe.LabelRules;
import dev.mecha.kernel.observe.Metrics;
import dev.mecha.kernel.resilience.Attempt;
import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.CodedFailure;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ResolveRequest;
import dev.mecha.spi.nameresolution.ServiceInstance;
import dev.mecha.spi.nameresolution.ServiceNotFoundException;
import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The caller's side, with fakes in place of the application and the network. */
class InvokeHttpTest {

  private static final AppIdentity SELF = new AppIdentity("shop", "default");

  /** Answers that wait to be given; a failure is thrown. */
  private final Deque<Object> answers = new ArrayDeque<>();

  private final List<InvokeRequest> requests = new ArrayList<>();
  private final List<String> bodies = new ArrayList<>();
  private final List<String> reconnected = new ArrayList<>();
  private @Nullable Guard written;
  private final InvokeBlock block = block();

  @Test
  void anotherApplicationIsCalledThroughItsSidecar() throws Exception {
    answers.add(answer(201, "done", "X-App", "1", "Connection", "x-hop", "X-Hop", "1"));
    FakeHttpExchange exchange = exchange("PUT", "/v1.0/invoke/orders/method/list");
    exchange.query.put("a", "b");
    exchange.body = bytes("hello");
    exchange.headers.put("X-Mine", "yes");
    exchange.headers.put("Host", "localhost:3500");
    exchange.headers.put("dapr-caller-app-id", "somebody-else");

    exchange.run();

    assertThat(exchange.status()).isEqualTo(201);
    assertThat(exchange.text()).isEqualTo("done");
    assertThat(exchange.answerHeaders).containsEntry("X-App", "1").doesNotContainKey("X-Hop");
    InvokeRequest request = requests.getFirst();
    assertThat(request.verb()).isEqualTo("PUT");
    assertThat(request.method()).isEqualTo("list");
    assertThat(request.query()).isEqualTo("a=b");
    assertThat(bodies).containsExactly("hello");
    Headers headers = request.headers();
    assertThat(headers.first("X-Mine")).isEqualTo("yes");
    assertThat(headers.first("Host")).isNull();
    assertThat(headers.all("dapr-caller-app-id")).containsExactly("shop");
    assertThat(headers.first("dapr-caller-namespace")).isEqualTo("default");
    assertThat(headers.first("dapr-callee-app-id")).isEqualTo("orders");
    assertThat(headers.first("destination-app-id")).isEqualTo("orders");
    assertThat(headers.first("X-Forwarded-For")).isEqualTo("fe80::1");
    assertThat(headers.first("Forwarded"))
        .isEqualTo("for=\"[fe80::1]\";by=\"[fe80::1]\";host=host1");
  }

  @Test
  void theApplicationCallsItself() throws Exception {
    answers.add(answer(200, "me"));
    FakeHttpExchange exchange = exchange("GET", "/v1.0/invoke/shop/method/x").run();
    assertThat(exchange.text()).isEqualTo("me");
    assertThat(requests.getFirst().headers().first("dapr-caller-app-id")).isEqualTo("shop");
    assertThat(requests.getFirst().headers().first("X-Forwarded-For")).isNull();
  }

  @Test
  void anEndpointIsCalledByName() throws Exception {
    answers.add(answer(200, "outside"));
    assertThat(exchange("GET", "/v1.0/invoke/weather/method/today").run().text())
        .isEqualTo("outside");
    assertThat(requests.getFirst().method()).isEqualTo("today");
  }

  @Test
  void nobodyIsNamed() throws Exception {
    FakeHttpExchange exchange = exchange("GET", "/nothing").run();
    assertThat(exchange.status()).isEqualTo(404);
    assertThat(exchange.error()).isNotNull();
    assertThat(exchange.error().code()).isEqualTo("ERR_DIRECT_INVOKE");
  }

  @Test
  void nobodyIsThere() throws Exception {
    assertError(
        exchange("GET", "/v1.0/invoke/nobody/method/x").run(),
        500,
        "failed to invoke, id: nobody, err: couldn't find service: nobody");
    assertError(
        exchange("GET", "/v1.0/invoke/a.b.c/method/x").run(),
        500,
        "failed to invoke, id: a.b.c, err: invalid app id a.b.c");
    assertError(
        exchange("GET", "/v1.0/invoke/orders/method/a%3Fb").run(),
        500,
        "failed to invoke, id: orders, err: rpc error: code = InvalidArgument desc = invalid"
            + " method: method contains forbidden character: \"a?b\"");
  }

  @Test
  void aSidecarThatIsGoneIsTriedAgainWithTheSameBody() throws Exception {
    answers.add(new UnreachableException(Code.UNAVAILABLE, "gone"));
    answers.add(answer(200, "back"));
    FakeHttpExchange exchange = exchange("POST", "/v1.0/invoke/orders/method/x");
    exchange.body = bytes("hello");
    assertThat(exchange.run().text()).isEqualTo("back");
    assertThat(bodies).containsExactly("hello", "hello");
    assertThat(reconnected).containsExactly("10.0.0.1:50002");
  }

  @Test
  void theBuiltInRetriesEnd() throws Exception {
    for (int i = 0; i < 4; i++) {
      answers.add(new UnreachableException(Code.UNAVAILABLE, "gone"));
    }
    assertError(
        exchange("GET", "/v1.0/invoke/orders/method/x").run(),
        500,
        "failed to invoke, id: orders, err: failed to invoke target orders after 3 retries. Error:"
            + " rpc error: code = Unavailable desc = gone");
    assertThat(answers).isEmpty();
  }

  @Test
  void otherFailuresAreNotTriedAgain() throws Exception {
    answers.add(new UnreachableException(Code.PERMISSION_DENIED, "no"));
    assertError(
        exchange("GET", "/v1.0/invoke/orders/method/x").run(),
        403,
        "failed to invoke, id: orders, err: rpc error: code = PermissionDenied desc = no");
    assertThat(requests).hasSize(1);
  }

  @Test
  void whatStreamsIsSentOnce() throws Exception {
    answers.add(new UnreachableException(Code.UNAVAILABLE, "gone"));
    FakeHttpExchange exchange = exchange("POST", "/v1.0/invoke/orders/method/x");
    exchange.chunked = true;
    exchange.body = bytes("hello");
    assertThat(exchange.run().status()).isEqualTo(500);
    assertThat(requests).hasSize(1);

    written = retrying(3);
    answers.add(answer(500, "broken"));
    FakeHttpExchange second = exchange("POST", "/v1.0/invoke/orders/method/x");
    second.chunked = true;
    assertThat(second.run().text()).isEqualTo("broken");
    assertThat(requests).hasSize(2);
  }

  @Test
  void whatCameInChunksIsSentOnceEvenIfAllOfItIsThere() throws Exception {
    written = retrying(3);
    answers.add(answer(500, "broken"));
    FakeHttpExchange exchange = exchange("POST", "/v1.0/invoke/orders/method/x");
    exchange.body = bytes("hello");
    exchange.announced = false;
    assertThat(exchange.run().text()).isEqualTo("broken");
    assertThat(requests).hasSize(1);
  }

  @Test
  void aWrittenPolicyTriesBadAnswersAgainAndTheLastOneIsPassedOn() throws Exception {
    written = retrying(2);
    answers.add(answer(500, "first"));
    answers.add(new UnreachableException(Code.UNAVAILABLE, "gone"));
    answers.add(answer(503, "last", "X-Last", "1"));
    FakeHttpExchange exchange = exchange("POST", "/v1.0/invoke/orders/method/x").run();
    assertThat(exchange.status()).isEqualTo(503);
    assertThat(exchange.text()).isEqualTo("last");
    assertThat(exchange.answerHeaders).containsEntry("X-Last", "1");
    assertThat(requests).hasSize(3);
  }

  @Test
  void aRedirectIsNoFailure() throws Exception {
    written = retrying(2);
    answers.add(answer(302, "", "Location", "/there"));
    assertThat(exchange("GET", "/v1.0/invoke/orders/method/x").run().status()).isEqualTo(302);
  }

  @Test
  void anOpenCircuitIsTold() throws Exception {
    written =
        new Guard() {
          @Override
          public <T, E extends Exception> T run(Attempt<T, E> attempt) {
            throw CircuitOpenException.open();
          }
        };
    assertError(
        exchange("GET", "/v1.0/invoke/orders/method/x").run(),
        500,
        "failed to invoke, id: orders, err: circuit breaker is open");
  }

  @Test
  void aGrpcApplicationAnswersAnHttpCaller() throws Exception {
    answers.add(
        new InvokeResponse(
            InvokeResponse.Protocol.GRPC,
            5,
            "no \"such\" thing",
            new Headers().add("x-mine", "1").add("x-bin", "AA=="),
            new Headers(),
            Body.empty()));
    FakeHttpExchange exchange = exchange("GET", "/v1.0/invoke/orders/method/x").run();
    assertThat(exchange.status()).isEqualTo(404);
    assertThat(exchange.text()).isEqualTo("{\"code\":5,\"message\":\"no \\\"such\\\" thing\"}");
    assertThat(exchange.answerHeaders).containsEntry("x-mine", "1").doesNotContainKey("x-bin");
  }

  private static void assertError(FakeHttpExchange exchange, int status, String message) {
    assertThat(exchange.error()).isNotNull();
    assertThat(exchange.error().message()).isEqualTo(message);
    assertThat(exchange.status()).isEqualTo(status);
  }

  private FakeHttpExchange exchange(String verb, String path) {
    return new FakeHttpExchange(block.everythingElse(), verb, path);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static InvokeResponse answer(int status, String body, String... headers) {
    var all = new Headers();
    for (int i = 0; i < headers.length; i += 2) {
      all.add(headers[i], headers[i + 1]);
    }
    return InvokeResponse.http(status, all, Body.of(bytes(body)));
  }

  private InvokeResponse next(InvokeRequest request) throws InterruptedException {
    requests.add(request);
    bodies.add(new String(request.body().readAll(), StandardCharsets.UTF_8));
    Object answer = answers.remove();
    if (answer instanceof UnreachableException failure) {
      throw failure;
    }
    return (InvokeResponse) answer;
  }

  private InvokeBlock block() {
    var metrics = new Metrics("shop", new LabelRules(List.of()));
    var calls = new InvocationMetrics(metrics, Buckets.latency(List.of()));
    var peers =
        new PeerChannel() {
          @Override
          public InvokeResponse invoke(Peer peer, InvokeRequest request)
              throws InterruptedException {
            return next(request);
          }

          @Override
          public void reconnect(Peer peer) {
            reconnected.add(peer.address());
          }
        };
    return new InvokeBlock(
        SELF,
        new InvokeBlock.Ways(
            new LocalApp(this::next, null, true, new AccessControlMetrics(metrics), calls),
            new ServiceDiscovery(new OneNeighbour(), System::nanoTime),
            () -> 50002,
            peers,
            (endpoint, request) -> next(request),
            Map.of("weather", HttpEndpoint.of("http://weather.example"))::get),
        new Policies(),
        new ForwardedHeaders(() -> "fe80::1", "host1"),
        calls);
  }

  private final class Policies implements InvokePolicies {
    @Override
    public Guard target(String target, String key) {
      return written == null ? Guard.NONE : written;
    }

    @Override
    public boolean names(String target) {
      return written != null;
    }

    @Override
    public Guard builtIn() {
      return retrying(3);
    }
  }

  private static Guard retrying(int retries) {
    return new Guard() {
      @Override
      public <T, E extends Exception> T run(Attempt<T, E> attempt) throws E, InterruptedException {
        for (int i = 0; ; i++) {
          try {
            return attempt.run();
          } catch (RuntimeException e) {
            boolean never =
                e instanceof CodedFailure coded && coded.code() == CodedFailure.NEVER_AGAIN;
            if (i == retries || never) {
              throw e;
            }
          }
        }
      }
    };
  }

  private static final class OneNeighbour implements NameResolver {
    @Override
    public void register(ServiceInstance instance) {}

    @Override
    public List<String> resolve(ResolveRequest request) {
      if (!request.appId().equals("orders")) {
        throw new ServiceNotFoundException("couldn't find service: " + request.appId());
      }
      return List.of("10.0.0.1:50002");
    }

    @Override
    public void close() {}
  }
}
