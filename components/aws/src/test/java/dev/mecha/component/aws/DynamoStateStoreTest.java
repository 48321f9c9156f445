package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import dev.mecha.spi.state.ValueEncoding;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.StateStoreTck;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoStateStoreTest extends StateStoreTck {

  private static TestTable table;

  @BeforeAll
  static void makeTable() {
    table = new TestTable("id");
  }

  @Override
  public ComponentProvider<StateStore> provider() {
    return new DynamoStateStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return metadata("partitionKey", "id", "ttlAttributeName", "expiresAt");
  }

  private static Map<String, String> metadata(String... fields) {
    var metadata = new HashMap<>(table.metadata());
    for (int i = 0; i < fields.length; i += 2) {
      metadata.put(fields[i], fields[i + 1]);
    }
    return metadata;
  }

  private StateStore open(Map<String, String> metadata) throws InterruptedException {
    return provider()
        .create(
            ComponentContexts.of("state.aws.dynamodb", folder)
                .metadata(metadata)
                .clock(clock())
                .context());
  }

  @Override
  public AutoCloseable block() {
    AwsServers.cloud().freeze();
    return AwsServers.cloud()::thaw;
  }

  /** An item has 400 KB at most. */
  @Test
  @Override
  public void valueMayHaveAMegabyte() throws InterruptedException {
    byte[] large = new byte[350 * 1024];
    store().set(SetRequest.of(key("a"), large));
    assertThat(read(key("a"))).isNotNull().extracting(StateValue::bytes).isEqualTo(large);
    assertThatThrownBy(() -> store().set(SetRequest.of(key("a"), new byte[1 << 20])))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("ValidationException: Item size has exceeded");
    assertThat(read(key("a"))).isNotNull().extracting(StateValue::bytes).isEqualTo(large);
  }

  @Test
  void itemsAreLaidOutAsThePeers() throws InterruptedException {
    byte[] json = "{\"a\": 1}".getBytes(UTF_8);
    store()
        .set(
            SetRequest.of(key("json"), json)
                .withValue(json, ValueEncoding.JSON)
                .withMetadata(Map.of(TimeToLive.IN_SECONDS, "60")));
    Map<String, AttributeValue> item = table.item(key("json"));
    assertThat(item).containsOnlyKeys("id", "value", "etag", "expiresAt");
    assertThat(item.get("value")).isEqualTo(AttributeValue.fromS("{\"a\": 1}"));
    assertThat(at(item, "etag").s()).matches("[0-9a-f]{1,16}").isEqualTo(etag(key("json")));
    assertThat(at(item, "expiresAt").n())
        .isEqualTo(String.valueOf(clock().instant().getEpochSecond() + 60));

    store().set(SetRequest.of(key("bytes"), new byte[] {0, -1}));
    item = table.item(key("bytes"));
    assertThat(item).containsOnlyKeys("id", "value", "etag");
    assertThat(item.get("value"))
        .isEqualTo(AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1})));
  }

  private static AttributeValue at(Map<String, AttributeValue> item, String name) {
    return requireNonNull(item.get(name), name);
  }

  @Test
  void itemsOfOthersAreRead() throws InterruptedException {
    table.put(
        Map.of(
            "id", AttributeValue.fromS(key("a")),
            "value", AttributeValue.fromS("text"),
            "expiresAt",
                AttributeValue.fromN(String.valueOf(clock().instant().getEpochSecond() + 9))));
    StateValue value = read(key("a"));
    assertThat(value).isNotNull();
    assertThat(value.bytes()).asString(UTF_8).isEqualTo("text");
    assertThat(value.etag()).isNull();
    assertThat(value.metadata()).containsOnlyKeys(TimeToLive.EXPIRE_TIME);

    table.put(Map.of("id", AttributeValue.fromS(key("b"))));
    assertThat(text(key("b"))).isEmpty();
    table.put(Map.of("id", AttributeValue.fromS(key("c")), "value", AttributeValue.fromN("1")));
    assertThatThrownBy(() -> read(key("c")))
        .isInstanceOf(ComponentException.class)
        .hasMessageEndingWith("an attribute of type N (expected: S or B)");
    table.put(Map.of("id", AttributeValue.fromS(key("d")), "expiresAt", AttributeValue.fromS("x")));
    assertThatThrownBy(() -> read(key("d")))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("attribute expiresAt of key " + key("d"));
  }

  /** Of several writes of a key the last one is done, under the condition of the first. */
  @Test
  void conditionOfAnEarlierWriteOfAKeyHolds() throws InterruptedException {
    write(key("a"), "old");
    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        List.of(put(key("a"), "one").withEtag(otherEtag()), put(key("a"), "two")),
                        Map.of()))
        .isInstanceOf(ETagException.class);
    assertThat(text(key("a"))).isEqualTo("old");
    store()
        .transact(
            List.of(put(key("a"), "one").withEtag(etag(key("a"))), DeleteRequest.of(key("a"))),
            Map.of());
    assertThat(read(key("a"))).isNull();
  }

  @Test
  void valuesDoNotExpireWithoutAnAttributeForThat() throws InterruptedException {
    try (StateStore plain = open(metadata("partitionKey", "id"))) {
      assertThat(plain.features())
          .containsExactlyInAnyOrder(StateFeature.ETAG, StateFeature.TRANSACTIONAL);
      plain.set(put(key("a"), "one").withMetadata(Map.of(TimeToLive.IN_SECONDS, "1")));
      assertThat(table.item(key("a"))).containsOnlyKeys("id", "value", "etag");
    }
    assertThat(store().features()).contains(StateFeature.TTL);
    assertThat(store().maxTransactionOperations()).isEqualTo(100);
  }

  @Test
  void saysThatTheTableIsMissing() {
    assertThatThrownBy(() -> open(metadata("table", "absent")))
        .isInstanceOf(ComponentException.class)
        .hasMessageStartingWith(
            "error validating DynamoDB table 'absent' access: ResourceNotFoundException: ");
  }

  @Test
  void wantsATable() {
    assertThatThrownBy(() -> open(Map.of("region", "us-east-1")))
        .hasMessage("table: missing (expected: a value)");
  }
}
