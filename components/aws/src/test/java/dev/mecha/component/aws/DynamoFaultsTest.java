package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.time.Time;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DynamoFaultsTest {

  private static final Pattern ETAG = Pattern.compile("\"etag\":\\{\"S\":\"([0-9a-f]+)\"}");

  private FakeService service;
  private StateStore store;

  @BeforeEach
  void startService() throws Exception {
    service = new FakeService();
    var metadata =
        ComponentMetadata.of(
            Map.of(
                "endpoint", service.endpoint(),
                "region", "us-east-1",
                "accessKey", "a",
                "secretKey", "b",
                "table", "t"));
    DynamoSettings settings = DynamoSettings.of(metadata);
    store =
        new DynamoStateStore(
            settings,
            new DynamoItems(settings, Time.system()),
            AwsConnection.of(AwsSettings.of(metadata)));
  }

  @AfterEach
  void stopService() {
    store.close();
    service.close();
  }

  private static SetRequest value(String key) {
    return SetRequest.of(key, "x".getBytes(UTF_8));
  }

  private static String conditionFailed(String etag) {
    return """
    {"__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
     "message": "The conditional request failed", "Item": {"etag": {"S": "%s"}}}
    """
        .formatted(etag);
  }

  private static String cancelled(String... codes) {
    String reasons = String.join("\"}, {\"Code\": \"", codes);
    return """
    {"__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
     "Message": "cancelled", "CancellationReasons": [{"Code": "%s"}]}
    """
        .formatted(reasons);
  }

  /** The driver tries again what it got no answer to, and meets its own value then. */
  @Test
  void aWriteWhoseAnswerWasLostIsNoMismatch() throws Exception {
    service
        .answering(500, "")
        .answering(
            400,
            asked -> {
              Matcher etag = ETAG.matcher(asked.body());
              assertThat(etag.find()).isTrue();
              return conditionFailed(etag.group(1));
            });
    store.set(value("a").withEtag("1"));
    assertThat(service.asked()).hasSize(2);
  }

  @Test
  void aWriteThatMeetsAnothersValueIsAMismatch() {
    service.answering(400, conditionFailed("17"));
    assertThatThrownBy(() -> store.set(value("a").withConcurrency(Concurrency.FIRST_WRITE)))
        .isInstanceOf(ETagException.class);
  }

  @Test
  void whatMeetsAnotherTransactionIsDoneAgain() throws Exception {
    service
        .answering(400, cancelled("None", "TransactionConflict"))
        .answering(400, cancelled("TransactionConflict", "None"))
        .answering(200, "{}");
    store.transact(List.of(value("a"), value("b")), Map.of());
    assertThat(service.asked())
        .hasSize(3)
        .extracting(asked -> asked.body().replaceAll(".*\"ClientRequestToken\":\"([^\"]+).*", "$1"))
        .containsOnly(
            service
                .asked()
                .getFirst()
                .body()
                .replaceAll(".*\"ClientRequestToken\":\"([^\"]+).*", "$1"));
    service
        .answering(400, "{\"__type\": \"TransactionConflictException\", \"message\": \"ongoing\"}")
        .answering(200, "{}");
    store.set(value("a"));
  }

  @Test
  void aConditionThatDoesNotHoldIsToldFirst() {
    service.answering(400, cancelled("TransactionConflict", "ConditionalCheckFailed"));
    assertThatThrownBy(() -> store.transact(List.of(value("a"), value("b")), Map.of()))
        .isInstanceOf(ETagException.class);
    assertThat(service.asked()).hasSize(1);
  }

  @Test
  void othersThatWriteAllTheTimeAreToldOf() {
    service.answering(400, cancelled("TransactionConflict"));
    assertThatThrownBy(() -> store.transact(List.of(value("a")), Map.of()))
        .isInstanceOf(ComponentException.class)
        .hasMessageStartingWith("dynamodb error: others write the same items all the time: ");
    assertThat(service.asked()).hasSize(6);
  }

  @Test
  void otherReasonsAreSaid() {
    service.answering(400, cancelled("ItemCollectionSizeLimitExceeded"));
    assertThatThrownBy(() -> store.transact(List.of(value("a")), Map.of()))
        .isInstanceOf(ComponentException.class)
        .hasMessageStartingWith("dynamodb error: transaction: TransactionCanceledException: ")
        .hasMessageContaining("cancelled");
  }
}
