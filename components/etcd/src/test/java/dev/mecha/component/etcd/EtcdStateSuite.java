package dev.mecha.component.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.KeysPage;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.StateStoreTck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What both versions keep to. Each has a server of its own, since one check makes it hang. */
abstract class EtcdStateSuite extends StateStoreTck {

  private final String version;

  EtcdStateSuite(String version) {
    this.version = version;
  }

  /**
   * @return the server of the class
   */
  abstract EtcdServer server();

  @Override
  public ComponentProvider<StateStore> provider() {
    return new EtcdStateStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("endpoints", "127.0.0.1:1," + server().address(), "keyPrefixPath", "state");
  }

  @Override
  protected ComponentContext context() {
    return ComponentContexts.of("state.etcd", folder.resolve("home"))
        .name("statestore")
        .version(version)
        .metadata(metadata())
        .context();
  }

  /** Values expire with leases. */
  @Override
  public boolean honoursClock() {
    return false;
  }

  /** The revision of a store that nobody has written to. */
  @Override
  public String otherEtag() {
    return "1";
  }

  @Override
  public AutoCloseable block() throws Exception {
    server().process().freeze();
    return server().process()::thaw;
  }

  /** To the servers, 0 is the revision of what is not there. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "one", "99999999999999999999"})
  void etagThatNoValueHasIsAMismatch(String etag) throws InterruptedException {
    for (StateOperation operation :
        List.of(
            put(key("absent"), "x").withEtag(etag), DeleteRequest.of(key("a")).withEtag(etag))) {
      assertThatExceptionOfType(ETagException.class)
          .isThrownBy(() -> store().write(operation))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(ETagException.Kind.MISMATCH));
    }
    assertThat(read(key("absent"))).isNull();
  }

  @Test
  void conditionBehindAWriteOfTheSameKeyIsDecidedByThatWrite() throws InterruptedException {
    write(key("a"), "old");
    StateOperation first = put(key("a"), "one");
    assertThatExceptionOfType(ETagException.class)
        .isThrownBy(
            () ->
                store()
                    .transact(
                        List.of(first, put(key("a"), "x").withEtag(etag(key("a")))), Map.of()));
    assertThat(text(key("a"))).isEqualTo("old");
  }

  /** More keys than one answer holds, and many of one revision, across the pages' borders. */
  @Test
  void pagesHoldKeysOfTransactionsOnce() throws InterruptedException {
    var written = new ArrayList<String>();
    for (int i = 0; i < 9; i++) {
      var writes = new ArrayList<StateOperation>();
      for (int k = 0; k < 128; k++) {
        written.add(key("of " + i + ", " + k));
        writes.add(put(written.getLast(), "x"));
      }
      store().transact(writes, Map.of());
    }
    assertThat(store().keysLike(key("of %"), 0, null).keys())
        .containsExactlyInAnyOrderElementsOf(written);
    var paged = new ArrayList<String>();
    @Nullable String token = null;
    do {
      KeysPage page = store().keysLike(key("of %"), 500, token);
      paged.addAll(page.keys());
      token = page.continuationToken();
    } while (token != null);
    assertThat(paged).containsExactlyInAnyOrderElementsOf(written);
    assertThat(paged.getFirst()).startsWith(key("of 0"));
    assertThat(paged.getLast()).startsWith(key("of 8"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1", ":key", "x:key"})
  void tokenThatIsNoneIsRefused(String token) {
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> store().keysLike("%", 1, token))
        .withMessage("continuation token: \"" + token + "\" (expected: that of the page before)");
  }
}
