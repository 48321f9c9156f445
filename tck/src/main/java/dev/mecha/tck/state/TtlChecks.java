package dev.mecha.tck.state;

import static dev.mecha.spi.state.Concurrency.FIRST_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.InvalidTimeToLiveException;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that expire. */
public interface TtlChecks extends StateStoreFixture {

  @Test
  default void valueExpires() throws InterruptedException {
    requires(StateFeature.TTL);
    store().set(lasting("a", "2"));
    write(key("b"), "stays");
    assertThat(text(key("a"))).isEqualTo("short");
    awaitAbsent("a", Duration.ofSeconds(2));
    assertThat(text(key("b"))).isEqualTo("stays");
  }

  @Test
  default void answerSaysWhenAValueExpires() throws InterruptedException {
    requires(StateFeature.TTL);
    store().set(lasting("a", "3600"));
    Instant expected = now().plusSeconds(3600);
    assertThat(expiry(read(key("a")))).isCloseTo(expected, within(3, ChronoUnit.SECONDS));
    List<BulkItem> items = store().bulkGet(List.of(GetRequest.of(key("a"))));
    assertThat(expiry(items.getFirst().value())).isCloseTo(expected, within(3, ChronoUnit.SECONDS));
  }

  @Test
  default void valueWithoutTtlSaysNothingOfExpiry() throws InterruptedException {
    write(key("a"), "stays");
    StateValue value = read(key("a"));
    assertThat(value).isNotNull();
    assertThat(value.metadata()).doesNotContainKey(TimeToLive.EXPIRE_TIME);
  }

  @Test
  default void writeWithoutTtlEndsTheExpiry() throws InterruptedException {
    requires(StateFeature.TTL);
    store().set(lasting("a", "2"));
    write(key("a"), "stays");
    store().set(lasting("b", "2"));
    awaitAbsent("b", Duration.ofSeconds(2));
    assertThat(text(key("a"))).isEqualTo("stays");
  }

  @Test
  default void writeWithEtagAndWithoutTtlEndsTheExpiry() throws InterruptedException {
    requires(StateFeature.TTL);
    requires(StateFeature.ETAG);
    store().set(lasting("a", "3600"));
    store().set(put(key("a"), "stays").withEtag(etag(key("a"))));
    StateValue value = read(key("a"));
    assertThat(value).isNotNull();
    assertThat(value.metadata()).doesNotContainKey(TimeToLive.EXPIRE_TIME);
  }

  @Test
  default void writeWithTtlReplacesTheExpiry() throws InterruptedException {
    requires(StateFeature.TTL);
    store().set(lasting("a", "2"));
    store().set(lasting("a", "3600"));
    assertThat(expiry(read(key("a"))))
        .isCloseTo(now().plusSeconds(3600), within(3, ChronoUnit.SECONDS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", ""})
  default void ttlOfZeroOrLessMeansForever(String ttl) throws InterruptedException {
    requires(StateFeature.TTL);
    store().set(lasting("a", "3600"));
    store().set(lasting("a", ttl));
    StateValue value = read(key("a"));
    assertThat(value).isNotNull();
    assertThat(value.metadata()).doesNotContainKey(TimeToLive.EXPIRE_TIME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "1.5", "10s", " 5", "99999999999999999999"})
  default void ttlThatIsNoNumberChangesNothing(String ttl) throws InterruptedException {
    requires(StateFeature.TTL);
    write(key("a"), "one");
    assertThatExceptionOfType(InvalidTimeToLiveException.class)
        .isThrownBy(() -> store().set(lasting("a", ttl)))
        .withMessageContaining(ttl);
    assertThat(text(key("a"))).isEqualTo("one");
  }

  @Test
  default void longestTtlIsAccepted() throws InterruptedException {
    requires(StateFeature.TTL);
    store().set(lasting("a", String.valueOf(Integer.MAX_VALUE)));
    assertThat(text(key("a"))).isEqualTo("short");
  }

  @Test
  default void expiredValueIsAbsentForWritersToo() throws InterruptedException {
    requires(StateFeature.TTL);
    requires(StateFeature.ETAG);
    store().set(lasting("a", "2"));
    String old = etag(key("a"));
    awaitAbsent("a", Duration.ofSeconds(2));
    assertThatExceptionOfType(ETagException.class)
        .isThrownBy(() -> store().set(put(key("a"), "two").withEtag(old)));
    assertThatExceptionOfType(ETagException.class)
        .isThrownBy(() -> store().delete(DeleteRequest.of(key("a")).withEtag(old)));
    store().set(put(key("a"), "three").withConcurrency(FIRST_WRITE));
    assertThat(text(key("a"))).isEqualTo("three");
  }

  @Test
  default void expiredValueIsAbsentInBulkAndInLists() throws InterruptedException {
    requires(StateFeature.TTL);
    store().set(lasting("a", "2"));
    awaitAbsent("a", Duration.ofSeconds(2));
    assertThat(store().bulkGet(List.of(GetRequest.of(key("a")))))
        .singleElement()
        .satisfies(item -> assertThat(item.value()).isNull());
    if (store().features().contains(StateFeature.KEYS_LIKE)) {
      assertThat(store().keysLike(key("%"), 0, null).keys()).isEmpty();
    }
  }

  @Test
  default void valueWrittenInATransactionExpires() throws InterruptedException {
    requires(StateFeature.TTL);
    requires(StateFeature.TRANSACTIONAL);
    store().transact(List.of(lasting("a", "2"), put(key("b"), "stays")), Map.of());
    assertThat(text(key("a"))).isEqualTo("short");
    awaitAbsent("a", Duration.ofSeconds(2));
    assertThat(text(key("b"))).isEqualTo("stays");
  }

  private SetRequest lasting(String name, String ttl) {
    return put(key(name), "short").withMetadata(Map.of(TimeToLive.IN_SECONDS, ttl));
  }

  private Instant now() {
    return honoursClock() ? clock().instant() : Instant.now();
  }

  /** A second more than the life span: engines count whole seconds. */
  private void awaitAbsent(String name, Duration ttl) {
    if (honoursClock()) {
      clock().advance(ttl.plusSeconds(1));
    }
    await()
        .atMost(ttl.plusSeconds(10))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> read(key(name)) == null);
  }

  private static Instant expiry(@Nullable StateValue value) {
    assertThat(value).isNotNull();
    String text = value.metadata().get(TimeToLive.EXPIRE_TIME);
    assertThat(text).as(TimeToLive.EXPIRE_TIME).isNotNull();
    return Instant.parse(text);
  }
}
