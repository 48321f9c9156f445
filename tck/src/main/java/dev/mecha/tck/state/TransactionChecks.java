package dev.mecha.tck.state;

import static dev.mecha.spi.state.Concurrency.FIRST_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.InvalidTimeToLiveException;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import dev.mecha.tck.VirtualThreads;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several writes that happen together or not at all. */
public interface TransactionChecks extends StateStoreFixture {

  @Test
  default void storeWithoutTransactionsRefusesThem() {
    if (!store().features().contains(StateFeature.TRANSACTIONAL)) {
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> transact(put(key("a"), "one")));
    }
  }

  @Test
  default void transactionDoesAllItsWrites() throws InterruptedException {
    requires(StateFeature.TRANSACTIONAL);
    write(key("gone"), "old");
    write(key("b"), "old");
    transact(
        put(key("a"), "new"),
        put(key("b"), "new"),
        DeleteRequest.of(key("gone")),
        DeleteRequest.of(key("absent")));
    assertThat(text(key("a"))).isEqualTo("new");
    assertThat(text(key("b"))).isEqualTo("new");
    assertThat(read(key("gone"))).isNull();
  }

  @Test
  default void emptyTransactionDoesNothing() throws InterruptedException {
    requires(StateFeature.TRANSACTIONAL);
    transact();
  }

  @Test
  default void badEtagInTheMiddleUndoesEverything() throws InterruptedException {
    requires(StateFeature.TRANSACTIONAL);
    requires(StateFeature.ETAG);
    write(key("b"), "old");
    write(key("c"), "old");
    String before = etag(key("c"));
    assertThatExceptionOfType(ETagException.class)
        .isThrownBy(
            () ->
                transact(
                    put(key("a"), "new"),
                    DeleteRequest.of(key("c")),
                    put(key("b"), "new").withEtag(otherEtag()),
                    put(key("d"), "new")));
    assertThat(read(key("a"))).isNull();
    assertThat(text(key("b"))).isEqualTo("old");
    assertThat(etag(key("c"))).isEqualTo(before);
    assertThat(read(key("d"))).isNull();
  }

  @Test
  default void badEtagOfADeleteUndoesEverything() throws InterruptedException {
    requires(StateFeature.TRANSACTIONAL);
    requires(StateFeature.ETAG);
    write(key("b"), "old");
    assertThatExceptionOfType(ETagException.class)
        .isThrownBy(
            () -> transact(put(key("a"), "new"), DeleteRequest.of(key("b")).withEtag(otherEtag())));
    assertThat(read(key("a"))).isNull();
    assertThat(text(key("b"))).isEqualTo("old");
  }

  @Test
  default void goodEtagsLetATransactionThrough() throws InterruptedException {
    requires(StateFeature.TRANSACTIONAL);
    requires(StateFeature.ETAG);
    write(key("a"), "old");
    write(key("b"), "old");
    transact(
        put(key("a"), "new").withEtag(etag(key("a"))),
        DeleteRequest.of(key("b")).withEtag(etag(key("b"))));
    assertThat(text(key("a"))).isEqualTo("new");
    assertThat(read(key("b"))).isNull();
  }

  @Test
  default void firstWriteInATransactionOnlyCreates() throws InterruptedException {
    requires(StateFeature.TRANSACTIONAL);
    requires(StateFeature.ETAG);
    transact(put(key("a"), "one").withConcurrency(FIRST_WRITE));
    assertThatExceptionOfType(ETagException.class)
        .isThrownBy(
            () ->
                transact(put(key("b"), "new"), put(key("a"), "two").withConcurrency(FIRST_WRITE)));
    assertThat(text(key("a"))).isEqualTo("one");
    assertThat(read(key("b"))).isNull();
  }

  @Test
  default void badTtlUndoesEverything() throws InterruptedException {
    requires(StateFeature.TRANSACTIONAL);
    requires(StateFeature.TTL);
    Map<String, String> soon = Map.of(TimeToLive.IN_SECONDS, "soon");
    assertThatExceptionOfType(InvalidTimeToLiveException.class)
        .isThrownBy(() -> transact(put(key("a"), "new"), put(key("b"), "new").withMetadata(soon)));
    assertThat(read(key("a"))).isNull();
    assertThat(read(key("b"))).isNull();
  }

  @Test
  default void writesOfOneKeyHappenInTheirOrder() throws InterruptedException {
    requires(StateFeature.TRANSACTIONAL);
    write(key("back"), "old");
    transact(
        put(key("twice"), "one"),
        put(key("twice"), "two"),
        put(key("gone"), "one"),
        DeleteRequest.of(key("gone")),
        DeleteRequest.of(key("back")),
        put(key("back"), "new"));
    assertThat(text(key("twice"))).isEqualTo("two");
    assertThat(read(key("gone"))).isNull();
    assertThat(text(key("back"))).isEqualTo("new");
  }

  @Test
  default void transactionTakesManyWrites() throws InterruptedException {
    requires(StateFeature.TRANSACTIONAL);
    int max = store().maxTransactionOperations();
    int count = max == 0 ? 200 : Math.min(max, 200);
    List<StateOperation> operations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      operations.add(put(key("many" + i), "value " + i));
    }
    store().transact(operations, Map.of());
    for (int i = 0; i < count; i += 50) {
      assertThat(text(key("many" + i))).isEqualTo("value " + i);
    }
  }

  @Test
  default void transactionKeepsAnyByte() throws InterruptedException {
    requires(StateFeature.TRANSACTIONAL);
    byte[] bytes = {0, 1, -1, 127, -128};
    transact(SetRequest.of(key("a"), bytes));
    StateValue value = read(key("a"));
    assertThat(value).isNotNull();
    assertThat(value.bytes()).isEqualTo(bytes);
  }

  @Test
  default void transactionsAtOnceDoNotMix() throws Exception {
    requires(StateFeature.TRANSACTIONAL);
    VirtualThreads.run(
        EtagChecks.THREADS,
        thread -> {
          for (int i = 0; i < EtagChecks.ROUNDS; i++) {
            String value = thread + "-" + i;
            transact(put(key("left"), value), put(key("right"), value));
          }
        });
    assertThat(text(key("left"))).isNotNull().isEqualTo(text(key("right")));
  }

  @Test
  default void nothingIsLostBetweenTransfers() throws Exception {
    requires(StateFeature.TRANSACTIONAL);
    requires(StateFeature.ETAG);
    write(key("left"), "100");
    write(key("right"), "0");
    VirtualThreads.run(
        EtagChecks.THREADS,
        thread -> {
          for (int done = 0; done < EtagChecks.ROUNDS; ) {
            done += transfer() ? 1 : 0;
          }
        });
    assertThat(text(key("left"))).isEqualTo("20");
    assertThat(text(key("right"))).isEqualTo("80");
  }

  private boolean transfer() throws InterruptedException {
    StateValue left = store().get(GetRequest.of(key("left")));
    StateValue right = store().get(GetRequest.of(key("right")));
    assertThat(left).isNotNull();
    assertThat(right).isNotNull();
    try {
      transact(
          put(key("left"), String.valueOf(number(left) - 1)).withEtag(left.etag()),
          put(key("right"), String.valueOf(number(right) + 1)).withEtag(right.etag()));
      return true;
    } catch (ETagException e) {
      return false;
    }
  }

  private static int number(StateValue value) {
    return Integer.parseInt(new String(value.bytes(), StandardCharsets.UTF_8));
  }

  private void transact(StateOperation... operations) throws InterruptedException {
    store().transact(List.of(operations), Map.of());
  }
}
