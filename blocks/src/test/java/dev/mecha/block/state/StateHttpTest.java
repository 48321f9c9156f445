package dev.mecha.block.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.block.FakeGrpcExchange;
import dev.mecha.block.FakeHttpExchange;
import dev.mecha.block.state.store.KeyPrefix;
import dev.mecha.block.state.store.StateStoreStack;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.error.ErrorDetail;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.GetStateRequest;
import dev.mecha.spi.AnsweredException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.Consistency;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.ValueEncoding;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateHttpTest {

  private final FakeStore store = new FakeStore();
  private final StateStore registered =
      StateStoreStack.build(
          "store", store, new KeyPrefix("app||"), List.of(), (s, o, ok, t) -> {}, new Offload());
  private final StateBlock block = new StateBlock(registry(Map.of("store", registered)), "app");

  private static Registry<StateStore> registry(Map<String, StateStore> stores) {
    var registry = new Registry<StateStore>(Duration.ofSeconds(1));
    stores.forEach(
        (name, store) -> {
          try {
            registry.put(name, store);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    return registry;
  }

  private FakeHttpExchange exchange(String endpoint) {
    HttpRoute route =
        block.httpRoutes().stream()
            .filter(r -> r.endpoint().name().equals(endpoint))
            .findFirst()
            .orElseThrow();
    var exchange = new FakeHttpExchange(route);
    exchange.path.put("storeName", "store");
    return exchange;
  }

  private FakeHttpExchange post(String endpoint, String body) throws InterruptedException {
    FakeHttpExchange exchange = exchange(endpoint);
    exchange.body = body.getBytes(StandardCharsets.UTF_8);
    return exchange.run();
  }

  private FakeHttpExchange get(String key) throws InterruptedException {
    FakeHttpExchange exchange = exchange("GetState");
    exchange.path.put("key", key);
    return exchange.run();
  }

  private static ApiError error(FakeHttpExchange exchange) {
    return Objects.requireNonNull(exchange.error());
  }

  @Test
  void aSavedValueIsReadBackAsItsJson() throws InterruptedException {
    assertThat(post("SaveState", "[{\"key\":\"name\",\"value\":\"Bruce Wayne\"}]").status())
        .isEqualTo(204);

    FakeHttpExchange read = get("name");
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.text()).isEqualTo("\"Bruce Wayne\"");
    assertThat(read.answerHeaders)
        .containsEntry("ETag", "1")
        .containsEntry("Content-Type", "application/json");
    assertThat(store.values).containsOnlyKeys("app||name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ \"a\" : [ 1 , 2.50 ] } | {\"a\":[1,2.50]}",
        "12345678901234567890.10 | 12345678901234567890.10",
        "\"a \\\" b  c\" | \"a \\\" b  c\"",
        "null | null",
        "true | true",
        "\"ünï \\u00e9\" | \"ünï \\u00e9\"",
        "[ ] | []"
      })
  void valuesKeepTheirTextWithoutBlanks(String value, String stored) throws InterruptedException {
    post("SaveState", "[ {\"value\": " + value + " , \"key\":\"k\"} ]");

    assertThat(get("k").text()).isEqualTo(stored);
  }

  @Test
  void everyFieldOfASaveReachesTheStore() throws InterruptedException {
    FakeHttpExchange exchange = exchange("SaveState");
    exchange.query.put("metadata.ttlInSeconds", "5");
    exchange.body =
        """
        [{"key":"k","value":1,"etag":null,"contentType":"application/json","unknown":{"a":[]},
          "metadata":{"ttlInSeconds":"1","x":"y"},
          "options":{"concurrency":"first-write","consistency":"strong"}}]
        """
            .getBytes(StandardCharsets.UTF_8);

    assertThat(exchange.run().status()).isEqualTo(204);
    assertThat(store.writes)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(
            new SetRequest(
                "app||k",
                new byte[] {'1'},
                ValueEncoding.JSON,
                null,
                Concurrency.FIRST_WRITE,
                Consistency.STRONG,
                Map.of("ttlInSeconds", "5", "x", "y"),
                "application/json"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | the body is empty (expected: JSON)",
        "{} | body: { at line 1 (expected: an array)",
        "[1] | body[]: 1 at line 1 (expected: an object)",
        "[{\"value\":1}] | \"key\" is a required field",
        "[{\"key\":\"\"}] | \"key\" is a required field",
        "[{\"key\":5}] | key: 5 at line 1 (expected: a string)",
        "[{\"key\":\"k\",\"metadata\":{\"ttl\":5}}] | metadata.ttl: 5 at line 1 (expected: a"
            + " string)",
        "[{\"key\":\"k\",\"options\":{\"concurrency\":\"x\"}}] | concurrency: \"x\" (expected:"
            + " first-write or last-write)",
        "[{\"key\":\"k\",\"options\":{\"consistency\":\"x\"}}] | consistency: \"x\" (expected:"
            + " eventual or strong)",
        "[] [] | body: [ at line 1 (expected: one JSON value)"
      })
  void aBodyThatIsWrongIsNamedAndChangesNothing(String body, String message)
      throws InterruptedException {
    FakeHttpExchange exchange = post("SaveState", body);

    assertThat(exchange.status()).isEqualTo(400);
    assertThat(error(exchange).code()).isEqualTo("ERR_MALFORMED_REQUEST");
    assertThat(error(exchange).message()).isEqualTo(message);
    assertThat(store.writes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[", "[{\"key\":\"k\",}]", "nope", "[{\"key\":\"k\",\"value\":}]", "[\u0000]"})
  void brokenJsonIsRefusedWithItsPlace(String body) throws InterruptedException {
    FakeHttpExchange exchange = post("SaveState", body);

    assertThat(exchange.status()).isEqualTo(400);
    assertThat(error(exchange).message()).startsWith("invalid JSON at line 1, column ");
  }

  @Test
  void anEmptyArraySavesNothing() throws InterruptedException {
    assertThat(post("SaveState", "[]").status()).isEqualTo(204);
    assertThat(store.writes).isEmpty();
  }

  @Test
  void anAbsentKeyIsNoContent() throws InterruptedException {
    assertThat(get("nothing").status()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource({"7, 409", "abc, 400"})
  void anEtagThatDoesNotHoldIsAnswered(String etag, int status) throws InterruptedException {
    FakeHttpExchange save =
        post("SaveState", "[{\"key\":\"k\",\"value\":1,\"etag\":\"" + etag + "\"}]");
    assertThat(save.status()).isEqualTo(status);
    assertThat(error(save).code()).isEqualTo("ERR_STATE_SAVE");

    FakeHttpExchange delete = exchange("DeleteState");
    delete.path.put("key", "k");
    delete.headers.put("If-Match", etag);
    assertThat(delete.run().status()).isEqualTo(status);
    assertThat(error(delete).code()).isEqualTo("ERR_STATE_DELETE");
  }

  @Test
  void aLifeSpanThatIsNoNumberIsTheCallersFault() throws InterruptedException {
    FakeHttpExchange save =
        post("SaveState", "[{\"key\":\"k\",\"metadata\":{\"ttlInSeconds\":\"soon\"}}]");

    assertThat(save.status()).isEqualTo(400);
    assertThat(error(save).message()).contains("\"soon\" (expected: an integer of seconds)");
  }

  @Test
  void aFailureOfTheEngineIsAnErrorOfTheCall() throws InterruptedException {
    store.failure = new ComponentException("disk on fire");

    assertThat(error(get("k")))
        .returns(500, ApiError::httpStatus)
        .returns("ERR_STATE_GET", ApiError::code)
        .returns("fail to get k from state store store: disk on fire", ApiError::message);
    assertThat(error(post("SaveState", "[{\"key\":\"k\"}]")).message())
        .isEqualTo("failed saving state in state store store: disk on fire");
    assertThat(
            error(
                    post(
                        "ExecuteStateTransaction",
                        "{\"operations\":[{\"operation\":\"upsert\",\"request\":{\"key\":\"k\"}}]}"))
                .message())
        .isEqualTo("error while executing state transaction: disk on fire");
  }

  @Test
  void aComponentMaySayItselfHowTheApiAnswers() throws InterruptedException {
    store.features = Set.of(StateFeature.QUERY);
    store.failure =
        new AnsweredException(
            "api error: code = DataLoss desc = gone",
            new AnsweredException.Answer(506, 15, "the-tag", "gone", "there", "WHY"),
            new IOException());

    assertThat(error(get("k")))
        .returns(506, ApiError::httpStatus)
        .returns("ERR_STATE_GET", ApiError::code)
        .returns(
            "fail to get k from state store store: api error: code = DataLoss desc = gone",
            ApiError::message);
    ApiError own = error(post("QueryStateAlpha1", "{}"));
    assertThat(own)
        .returns(506, ApiError::httpStatus)
        .returns(Status.Code.DATA_LOSS, ApiError::grpcCode)
        .returns("the-tag", ApiError::code)
        .returns("gone", ApiError::message);
    assertThat(own.details()).containsExactly(new ErrorDetail.ErrorInfo("there", "WHY", Map.of()));
    assertThatThrownBy(
            () ->
                FakeGrpcExchange.call(
                    block.grpcMethods(),
                    DaprGrpc.getGetStateMethod(),
                    GetStateRequest.newBuilder().setStoreName("store").setKey("k").build()))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.error()).isEqualTo(own));
  }

  @Test
  void bulkReadsAnswerInOrderWithWhatIsMissing() throws InterruptedException {
    post("SaveState", "[{\"key\":\"b\",\"value\":{\"x\":1}},{\"key\":\"a\",\"value\":2}]");
    store.values.put("app||raw", new StateValue(new byte[] {(byte) 0xff}, "9", Map.of("m", "n")));
    store.values.put(
        "app||text", new StateValue("plain".getBytes(StandardCharsets.UTF_8), null, Map.of()));

    FakeHttpExchange bulk =
        post(
            "GetBulkState", "{\"keys\":[\"b\",\"gone\",\"a\",\"raw\",\"text\"],\"parallelism\":2}");

    assertThat(bulk.text())
        .isEqualTo(
            "[{\"key\":\"b\",\"data\":{\"x\":1},\"etag\":\"1\"},{\"key\":\"gone\"},"
                + "{\"key\":\"a\",\"data\":2,\"etag\":\"2\"},"
                + "{\"key\":\"raw\",\"data\":\"/w==\",\"etag\":\"9\",\"metadata\":{\"m\":\"n\"}},"
                + "{\"key\":\"text\",\"data\":\"plain\"}]");
  }

  @Test
  void bulkReadsOfNothingAreAnEmptyArray() throws InterruptedException {
    assertThat(post("GetBulkState", "{}").text()).isEqualTo("[]");
  }

  @Test
  void transactionsWriteInOrder() throws InterruptedException {
    FakeHttpExchange exchange =
        post(
            "ExecuteStateTransaction",
            """
            {"operations":[
              {"operation":"upsert","request":{"key":"a","value":{"n":1}}},
              {"operation":"delete","request":{"key":"a"}}],
             "metadata":{"partitionKey":"p"}}
            """);

    assertThat(exchange.status()).isEqualTo(204);
    assertThat(store.writes).extracting("key").containsExactly("app||a", "app||a");
  }

  @Test
  void transactionsThatCannotBeAreRefused() throws InterruptedException {
    assertThat(
            error(post("ExecuteStateTransaction", "{\"operations\":[{\"operation\":\"read\"}]}")))
        .returns(400, ApiError::httpStatus)
        .returns("ERR_NOT_SUPPORTED_STATE_OPERATION", ApiError::code);

    store.maxOperations = 1;
    String two =
        "{\"operations\":[{\"operation\":\"upsert\",\"request\":{\"key\":\"a\"}},"
            + "{\"operation\":\"delete\",\"request\":{\"key\":\"b\"}}]}";
    ApiError tooMany = error(post("ExecuteStateTransaction", two));
    assertThat(tooMany.code()).isEqualTo("ERR_STATE_STORE_TOO_MANY_TRANSACTIONS");
    assertThat(tooMany.details().getFirst())
        .isEqualTo(
            new ErrorDetail.ErrorInfo(
                "DAPR_STATE_TOO_MANY_TRANSACTIONS",
                Map.of("currentOpsTransaction", "2", "maxOpsPerTransaction", "1")));

    store.features = Set.of();
    assertThat(error(post("ExecuteStateTransaction", two)).code())
        .isEqualTo("ERR_STATE_STORE_NOT_SUPPORTED");
    assertThat(store.writes).isEmpty();
  }

  @Test
  void aKeyWithTheSeparatorIsIllegal() throws InterruptedException {
    ApiError error = error(get("a||b"));

    assertThat(error.httpStatus()).isEqualTo(400);
    assertThat(error.code()).isEqualTo("ERR_MALFORMED_REQUEST");
    assertThat(error.message()).isEqualTo("input key/keyPrefix 'a||b' can't contain '||'");
    assertThat(error.details())
        .containsExactly(
            new ErrorDetail.ErrorInfo("DAPR_STATE_ILLEGAL_KEY", Map.of()),
            new ErrorDetail.ResourceInfo("state", "store", "", ""),
            new ErrorDetail.BadRequest("a||b", "input key/keyPrefix 'a||b' can't contain '||'"));
  }

  @Test
  void aStoreThatIsNotThereIsNamed() throws InterruptedException {
    FakeHttpExchange exchange = exchange("GetState");
    exchange.path.put("storeName", "other");
    assertThat(error(exchange.run()))
        .returns(400, ApiError::httpStatus)
        .returns("ERR_STATE_STORE_NOT_FOUND", ApiError::code)
        .returns("state store other is not found", ApiError::message);

    HttpRoute route = new StateBlock(registry(Map.of()), "app").httpRoutes().getFirst();
    assertThat(error(new FakeHttpExchange(route).run()).code())
        .isEqualTo("ERR_STATE_STORE_NOT_CONFIGURED");
  }

  @Test
  void queriesReachTheStoreAndKeysComeBackWithoutPrefix() throws InterruptedException {
    store.features = Set.of(StateFeature.QUERY);
    store.values.put("app||k", new StateValue(new byte[] {'1'}, "3", Map.of()));

    FakeHttpExchange exchange = post("QueryStateAlpha1", "{\"filter\":{\"EQ\":{\"a.b\":1}}}");

    assertThat(exchange.text())
        .isEqualTo(
            "{\"results\":[{\"key\":\"k\",\"data\":1,\"etag\":\"3\"}],"
                + "\"token\":\"next\",\"metadata\":{\"k\":\"v\"}}");
  }

  @Test
  void queriesThatCannotBeAreRefused() throws InterruptedException {
    assertThat(error(post("QueryStateAlpha1", "{}")).code())
        .isEqualTo("ERR_STATE_STORE_NOT_SUPPORTED");

    store.features = Set.of(StateFeature.QUERY);
    assertThat(error(post("QueryStateAlpha1", "{\"filter\":{\"LIKE\":{}}}")))
        .returns("ERR_STATE_QUERY", ApiError::code)
        .returns(
            "state store store query failed: failed to parse JSON query body: filter.LIKE: { at"
                + " line 1 (expected: one of EQ, NEQ, GT, GTE, LT, LTE, IN, AND, OR)",
            ApiError::message);
  }
}
