package dev.mecha.tck.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.BulkStateException;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.InvalidTimeToLiveException;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many keys in one call, each on its own. */
public interface BulkChecks extends StateStoreFixture {

  @Test
  default void bulkReadReturnsOneItemPerKey() throws InterruptedException {
    write(key("a"), "one");
    write(key("b"), "two");
    Map<String, BulkItem> items = bulkRead(List.of(key("b"), key("absent"), key("a")));
    assertThat(items).containsOnlyKeys(key("a"), key("b"), key("absent"));
    assertThat(string(items.get(key("a")))).isEqualTo("one");
    assertThat(string(items.get(key("b")))).isEqualTo("two");
    assertThat(items.get(key("absent"))).isEqualTo(new BulkItem(key("absent"), null, null));
  }

  @Test
  default void bulkReadReturnsEtagsAndBytesAsASingleReadDoes() throws InterruptedException {
    byte[] bytes = {0, 1, -1, 127, -128};
    store().set(SetRequest.of(key("a"), bytes));
    BulkItem item = store().bulkGet(List.of(GetRequest.of(key("a")))).getFirst();
    StateValue single = read(key("a"));
    assertThat(single).isNotNull();
    assertThat(item.value()).isNotNull();
    assertThat(item.value().bytes()).isEqualTo(bytes);
    assertThat(item.value().etag()).isEqualTo(single.etag());
  }

  @Test
  default void bulkCallsWithoutKeysDoNothing() throws InterruptedException {
    assertThat(store().bulkGet(List.of())).isEmpty();
    store().bulkWrite(List.of());
  }

  @Test
  default void bulkTakesManyKeys() throws InterruptedException {
    List<String> keys = IntStream.range(0, 500).mapToObj(i -> key("many" + i)).toList();
    store().bulkWrite(keys.stream().map(key -> put(key, "value of " + key)).toList());
    Map<String, BulkItem> items = bulkRead(keys);
    assertThat(items).hasSize(keys.size());
    assertThat(keys)
        .allSatisfy(key -> assertThat(string(items.get(key))).isEqualTo("value of " + key));
    store().bulkWrite(keys.stream().map(DeleteRequest::of).toList());
    assertThat(bulkRead(keys).values()).allSatisfy(item -> assertThat(item.value()).isNull());
  }

  @Test
  default void bulkWriteMixesSetsAndDeletes() throws InterruptedException {
    write(key("a"), "one");
    store().bulkWrite(List.of(DeleteRequest.of(key("a")), put(key("b"), "two")));
    assertThat(read(key("a"))).isNull();
    assertThat(text(key("b"))).isEqualTo("two");
  }

  @Test
  default void bulkWriteKeepsTheOrderOfOneKey() throws InterruptedException {
    store().bulkWrite(List.of(put(key("a"), "one"), put(key("a"), "two"), put(key("a"), "three")));
    assertThat(text(key("a"))).isEqualTo("three");
  }

  @Test
  default void oneBadEtagDoesNotStopTheOthers() throws InterruptedException {
    requires(StateFeature.ETAG);
    write(key("b"), "old");
    write(key("d"), "old");
    List<StateOperation> operations = new ArrayList<>();
    operations.add(put(key("a"), "new"));
    operations.add(put(key("b"), "new").withEtag(otherEtag()));
    operations.add(put(key("c"), "new"));
    operations.add(DeleteRequest.of(key("d")).withEtag(otherEtag()));
    assertThatExceptionOfType(BulkStateException.class)
        .isThrownBy(() -> store().bulkWrite(operations))
        .satisfies(
            e -> {
              assertThat(e.failures()).containsOnlyKeys(key("b"), key("d"));
              assertThat(e.failures().values()).allMatch(ETagException.class::isInstance);
            });
    assertThat(text(key("a"))).isEqualTo("new");
    assertThat(text(key("b"))).isEqualTo("old");
    assertThat(text(key("c"))).isEqualTo("new");
    assertThat(text(key("d"))).isEqualTo("old");
  }

  @Test
  default void oneBadTtlDoesNotStopTheOthers() throws InterruptedException {
    requires(StateFeature.TTL);
    SetRequest bad = put(key("b"), "new").withMetadata(Map.of(TimeToLive.IN_SECONDS, "soon"));
    assertThatExceptionOfType(BulkStateException.class)
        .isThrownBy(
            () -> store().bulkWrite(List.of(put(key("a"), "new"), bad, put(key("c"), "new"))))
        .satisfies(
            e ->
                assertThat(e.failures().get(key("b")))
                    .isInstanceOf(InvalidTimeToLiveException.class));
    assertThat(text(key("a"))).isEqualTo("new");
    assertThat(read(key("b"))).isNull();
    assertThat(text(key("c"))).isEqualTo("new");
  }

  @Test
  default void bulkWriteOfOneThrowsItsOwnFailure() throws InterruptedException {
    requires(StateFeature.ETAG);
    List<StateOperation> operations = List.of(put(key("a"), "new").withEtag(otherEtag()));
    assertThatExceptionOfType(ETagException.class).isThrownBy(() -> store().bulkWrite(operations));
  }

  private Map<String, BulkItem> bulkRead(List<String> keys) throws InterruptedException {
    return store().bulkGet(keys.stream().map(GetRequest::of).toList()).stream()
        .collect(Collectors.toMap(BulkItem::key, item -> item));
  }

  private static String string(@Nullable BulkItem item) {
    assertThat(item).isNotNull();
    StateValue value = item.value();
    assertThat(value).isNotNull();
    return new String(value.bytes(), StandardCharsets.UTF_8);
  }
}
