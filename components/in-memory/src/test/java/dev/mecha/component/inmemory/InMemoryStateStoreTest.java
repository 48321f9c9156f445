package dev.mecha.component.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.tck.StateStoreTck;
import dev.mecha.tck.VirtualThreads;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InMemoryStateStoreTest extends StateStoreTck {

  @Override
  public ComponentProvider<StateStore> provider() {
    return new InMemoryStateStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public boolean durable() {
    return false;
  }

  @Test
  void hasThePowersOfThePeer() {
    assertThat(store().features())
        .containsExactlyInAnyOrder(
            StateFeature.ETAG,
            StateFeature.TRANSACTIONAL,
            StateFeature.TTL,
            StateFeature.DELETE_WITH_PREFIX,
            StateFeature.KEYS_LIKE,
            StateFeature.BULK_GET);
    assertThat(store().neverHoldsCarrier()).isTrue();
  }

  @Test
  void keysAreListedInTheOrderOfTheirCreation() throws InterruptedException {
    for (String name : List.of("c", "a", "b")) {
      write(key(name), "one");
    }
    write(key("c"), "two");
    assertThat(store().keysLike(key("%"), 2, null).keys()).containsExactly(key("c"), key("a"));
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> store().keysLike("%", 2, "x"))
        .withMessage("continuation token: \"x\" (expected: the token of a page)");
  }

  @Test
  void noReaderSeesHalfOfATransaction() throws Exception {
    store().transact(List.of(put(key("left"), "0"), put(key("right"), "0")), Map.of());
    VirtualThreads.run(
        3,
        thread -> {
          for (int i = 1; i <= 20_000; i++) {
            if (thread == 0) {
              writePair(String.valueOf(i));
            } else {
              readPair();
            }
          }
        });
  }

  private void writePair(String value) throws InterruptedException {
    store().transact(List.of(put(key("left"), value), put(key("right"), value)), Map.of());
  }

  /** What is read later is at least as new, key by key and in one call. */
  private void readPair() throws InterruptedException {
    int right = number(read(key("right")));
    assertThat(number(read(key("left")))).isGreaterThanOrEqualTo(right);
    List<BulkItem> both =
        store().bulkGet(List.of(GetRequest.of(key("left")), GetRequest.of(key("right"))));
    assertThat(number(both.getFirst().value())).isEqualTo(number(both.getLast().value()));
  }

  private static int number(@Nullable StateValue value) {
    assertThat(value).isNotNull();
    return Integer.parseInt(new String(value.bytes(), StandardCharsets.UTF_8));
  }
}
