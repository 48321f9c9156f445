package dev.mecha.component.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.StateStoreTck;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The suite against a file at the default place. */
class FileTest extends StateStoreTck {

  @Override
  public ComponentProvider<StateStore> provider() {
    return new SqliteStateStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("busyTimeout", "30s");
  }

  @Override
  public AutoCloseable block() throws Exception {
    return new Rival(folder.resolve("home/statestore.db"));
  }

  @Test
  void hasThePowersOfThePeer() {
    assertThat(store().features())
        .containsExactlyInAnyOrder(
            StateFeature.ETAG,
            StateFeature.TRANSACTIONAL,
            StateFeature.TTL,
            StateFeature.KEYS_LIKE,
            StateFeature.BULK_GET);
    assertThat(store().neverHoldsCarrier()).isTrue();
    assertThat(provider().types()).containsExactly("state.sqlite", "state.sqlite3");
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
  void keysOfAnyAgeAreReadInOneCall() throws InterruptedException {
    write(key("a"), "one");
    StateStore second = open();
    second.set(put(key("b"), "two"));
    assertThat(store().keysLike(key("%"), 0, null).keys()).containsExactly(key("a"), key("b"));
  }
}
