package dev.mecha.block.state.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.block.state.FakeStore;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.Consistency;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.ValueEncoding;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateStoreStackTest {

  private static final EncryptionKey OLD = EncryptionKey.of("f", "old", "00".repeat(16));
  private static final EncryptionKey NEW = EncryptionKey.of("f", "new", "ab".repeat(32));

  private final FakeStore engine = new FakeStore();

  private StateStore stack(EncryptionKey... keys) {
    return StateStoreStack.build(
        "store",
        engine,
        new KeyPrefix("app||"),
        Arrays.asList(keys),
        (s, o, ok, t) -> {},
        new Offload());
  }

  private static SetRequest set(String key, String value) {
    return SetRequest.of(key, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(StateValue value) {
    return new String(value.bytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "'', app||k",
    "appid, app||k",
    "AppID, app||k",
    "name, store||k",
    "namespace, ns.app||k",
    "none, k",
    "Shared, shared||k"
  })
  void eachStrategyHasItsPrefix(String strategy, String stored) {
    assertThat(KeyPrefix.of(strategy, "store", "app", "ns").store("k")).isEqualTo(stored);
  }

  @Test
  void withoutNamespaceTheAppIdIsLeft() {
    assertThat(KeyPrefix.of("namespace", "store", "app", "").store("k")).isEqualTo("app||k");
    assertThat(KeyPrefix.of("", "store", "", "").store("k")).isEqualTo("k");
  }

  @Test
  void theSeparatorIsIllegalInPrefixesToo() {
    assertThatThrownBy(() -> KeyPrefix.of("a||b", "store", "app", ""))
        .isInstanceOf(IllegalKeyException.class);
  }

  @ParameterizedTest
  @CsvSource({"k, k", "app||k, k", "app||type||id, type"})
  void theOriginalKeyStandsBetweenTheSeparators(String stored, String original) {
    assertThat(KeyPrefix.original(stored)).isEqualTo(original);
  }

  @Test
  void valuesAreEncryptedUnderThePrimaryKeyAndStayReadableUnderTheOlder()
      throws InterruptedException {
    stack(OLD).set(set("a", "one"));
    StateStore rotated = stack(NEW, OLD);
    rotated.bulkWrite(List.of(set("b", "two"), set("c", "")));

    assertThat(text(Objects.requireNonNull(engine.values.get("app||a")))).endsWith("||old");
    assertThat(text(Objects.requireNonNull(engine.values.get("app||b"))))
        .endsWith("||new")
        .doesNotContain("two");
    assertThat(engine.writes)
        .allSatisfy(
            write -> assertThat(((SetRequest) write).encoding()).isEqualTo(ValueEncoding.BINARY));
    assertThat(rotated.bulkGet(List.of(GetRequest.of("a"), GetRequest.of("b"), GetRequest.of("c"))))
        .extracting(item -> text(Objects.requireNonNull(item.value())))
        .containsExactly("one", "two", "");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"caf\\u00e9\"', , café",
    "'\"text\"', application/json, '\"text\"'",
    "'{\"a\":\"b\"}', , '{\"a\":\"b\"}'",
    "12, , 12",
  })
  void aJsonStringOfNoStatedTypeIsKeptAsItsText(
      String json, @Nullable String contentType, String kept) throws InterruptedException {
    StateStore store = stack(NEW);
    byte[] value = json.getBytes(StandardCharsets.UTF_8);
    store.set(
        new SetRequest(
            "k",
            value,
            ValueEncoding.JSON,
            null,
            Concurrency.LAST_WRITE,
            Consistency.UNSPECIFIED,
            Map.of(),
            contentType));
    assertThat(text(Objects.requireNonNull(store.get(GetRequest.of("k"))))).isEqualTo(kept);
  }

  @Test
  void theSameValueIsNeverWrittenTheSameWay() throws InterruptedException {
    StateStore store = stack(NEW);
    List<StateOperation> twice = List.of(set("a", "x"), set("b", "x"));
    store.transact(twice, Map.of());

    assertThat(text(Objects.requireNonNull(engine.values.get("app||a"))))
        .isNotEqualTo(text(Objects.requireNonNull(engine.values.get("app||b"))));
  }

  @Test
  void everyFlippedByteIsNoticed() throws InterruptedException {
    StateStore store = stack(NEW);
    store.set(set("k", "secret"));
    String record = text(Objects.requireNonNull(engine.values.get("app||k")));
    byte[] sealed = Base64.getDecoder().decode(record.substring(0, record.indexOf("||")));

    for (int i = 0; i < sealed.length; i++) {
      byte[] damaged = sealed.clone();
      damaged[i] ^= 1;
      engine.values.put("app||k", value(Base64.getEncoder().encodeToString(damaged) + "||new"));
      assertThatThrownBy(() -> store.get(GetRequest.of("k")))
          .isInstanceOf(ComponentException.class)
          .hasMessageContaining("the record is damaged");
    }
  }

  private static StateValue value(String text) {
    return new StateValue(text.getBytes(StandardCharsets.UTF_8), "1", Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "plain text, encryption key name not found on record",
    "AAAA||lost, unknown encryption key lost",
    "AAAA||new, the record is too short",
    "%%%||new, the record is damaged or was written with another key"
  })
  void aRecordThatCannotBeReadSaysWhy(String record, String reason) throws InterruptedException {
    engine.values.put("app||k", value(record));
    StateStore store = stack(NEW);

    assertThatThrownBy(() -> store.get(GetRequest.of("k"))).hasMessageContaining(reason);
    assertThat(store.bulkGet(List.of(GetRequest.of("k"))))
        .extracting(BulkItem::error)
        .allSatisfy(error -> assertThat(error).contains(reason));
  }

  @Test
  void anEmptyRecordIsEmpty() throws InterruptedException {
    engine.values.put("app||k", value(""));

    assertThat(text(Objects.requireNonNull(stack(NEW).get(GetRequest.of("k"))))).isEmpty();
  }

  @Test
  void encryptedStoresRefuseQueries() {
    assertThatThrownBy(() -> stack(NEW).query(new StateQuery(null, List.of(), 0, null), Map.of()))
        .hasMessage("cannot query encrypted store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "zz", "00", "000"})
  void aKeyThatIsWrongIsNotShown(String hex) {
    assertThatThrownBy(() -> EncryptionKey.of("primaryEncryptionKey", "n", hex + "canary"))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessageStartingWith("primaryEncryptionKey: (hidden)")
        .hasMessageNotContaining("canary");
    assertThat(NEW.toString()).doesNotContain("ab".repeat(32));
  }

  @Test
  void everyCallIsMeasuredUnderItsName() throws InterruptedException {
    var calls = new ArrayList<String>();
    StateStore store =
        StateStoreStack.build(
            "store",
            engine,
            new KeyPrefix(""),
            List.of(),
            (name, operation, success, nanos) -> calls.add(name + " " + operation + " " + success),
            new Offload());
    store.set(set("k", "v"));
    store.get(GetRequest.of("k"));
    engine.failure = new ComponentException("no");
    assertThatThrownBy(() -> store.get(GetRequest.of("k"))).isSameAs(engine.failure);

    assertThat(calls).containsExactly("store set true", "store get true", "store get false");
  }

  /**
   * A method that a decorator forgets would fall back to the interface's default and lose the
   * store's own.
   */
  @Test
  void decoratorsForwardEveryMethodOfAStore() {
    var forwarded =
        Arrays.stream(ForwardingStateStore.class.getDeclaredMethods())
            .map(Method::getName)
            .toList();

    assertThat(
            Arrays.stream(StateStore.class.getMethods())
                .map(Method::getName)
                .filter(name -> !name.equals("write")))
        .allSatisfy(name -> assertThat(forwarded).contains(name));
  }
}
