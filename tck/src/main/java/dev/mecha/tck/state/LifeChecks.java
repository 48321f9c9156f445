package dev.mecha.tck.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.tck.VirtualThreads;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a store begins, ends and gives way. */
public interface LifeChecks extends StateStoreFixture {

  @Test
  default void openStoreAnswersPings() throws InterruptedException {
    store().ping();
    store().ping();
  }

  @Test
  default void secondStoreSeesTheSameData() throws InterruptedException {
    assumeTrue(shared(), "stores share no data");
    write(key("a"), "one");
    StateStore second = open();
    assertThat(string(second.get(GetRequest.of(key("a"))))).isEqualTo("one");
    second.set(put(key("a"), "two"));
    assertThat(text(key("a"))).isEqualTo("two");
  }

  @Test
  default void reopenedStoreStillHasTheData() throws InterruptedException {
    assumeTrue(durable(), "data does not outlive the store");
    write(key("a"), "one");
    write(key("b"), "two");
    remove(key("b"));
    store().close();
    StateStore reopened = open();
    assertThat(string(reopened.get(GetRequest.of(key("a"))))).isEqualTo("one");
    assertThat(reopened.get(GetRequest.of(key("b")))).isNull();
  }

  @Test
  default void closedStoreRefusesCalls() throws InterruptedException {
    write(key("a"), "one");
    StateStore closed = store();
    closed.close();
    refuses(() -> closed.get(GetRequest.of(key("a"))));
    refuses(() -> closed.set(put(key("a"), "two")));
    refuses(() -> closed.delete(DeleteRequest.of(key("a"))));
    refuses(() -> closed.bulkWrite(List.of(put(key("a"), "two"), put(key("b"), "two"))));
    refuses(closed::ping);
    if (closed.features().contains(StateFeature.TRANSACTIONAL)) {
      refuses(() -> closed.transact(List.of(put(key("a"), "two")), Map.of()));
    }
    if (closed.features().contains(StateFeature.KEYS_LIKE)) {
      refuses(() -> closed.keysLike(key("%"), 0, null));
    }
    if (closed.features().contains(StateFeature.DELETE_WITH_PREFIX)) {
      refuses(() -> closed.deleteWithPrefix(key("p")));
    }
  }

  @Test
  default void bulkReadOfAClosedStoreFailsAsAWholeOrPerItem() throws InterruptedException {
    store().close();
    try {
      assertThat(store().bulkGet(List.of(GetRequest.of(key("a")))))
          .singleElement()
          .satisfies(item -> assertThat(item.error()).isNotNull());
    } catch (ComponentException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  @Test
  default void closingTwiceIsNoError() {
    store().close();
    store().close();
  }

  @Test
  default void closingOneStoreLeavesTheOtherAlone() throws InterruptedException {
    assumeTrue(shared(), "stores share no data");
    StateStore second = open();
    store().close();
    second.set(put(key("a"), "one"));
    assertThat(string(second.get(GetRequest.of(key("a"))))).isEqualTo("one");
  }

  @Test
  default void closingUnderLoadLosesNoAcknowledgedWrite() throws Exception {
    var acknowledged = new int[4];
    var begun = new AtomicInteger();
    StateStore loaded = store();
    // Not a virtual thread: writers that never wait would leave it no carrier.
    Thread closer =
        Thread.ofPlatform()
            .start(
                () -> {
                  await().pollInterval(Duration.ofMillis(2)).until(() -> begun.get() > 20);
                  loaded.close();
                });
    VirtualThreads.run(
        4, thread -> acknowledged[thread] = writeUntilRefused(loaded, thread, begun));
    closer.join();
    if (durable()) {
      StateStore reopened = open();
      for (int thread = 0; thread < 4; thread++) {
        int last = acknowledged[thread];
        String value = string(reopened.get(GetRequest.of(key("load" + thread))));
        assertThat(Integer.parseInt(value == null ? "0" : value)).isGreaterThanOrEqualTo(last);
      }
    }
  }

  @Test
  default void interruptedWriterStopsWaiting() throws Exception {
    var outcome = new AtomicReference<@Nullable Throwable>();
    try (AutoCloseable blockage = block()) {
      assumeTrue(blockage != null, "the engine cannot be made to hang");
      Thread writer =
          Thread.ofVirtual().start(() -> outcome.set(failure(() -> write(key("a"), "x"))));
      await().failFast(() -> assertThat(outcome.get()).isNull()).until(() -> waits(writer));
      writer.interrupt();
      assertThat(writer.join(Duration.ofSeconds(10))).as("the writer gave up").isTrue();
    }
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    await().ignoreExceptions().until(() -> text(key("b")) == null);
    write(key("b"), "works again");
    assertThat(text(key("b"))).isEqualTo("works again");
  }

  @Test
  default void callOfAnInterruptedThreadDoesNotHang() throws Exception {
    var outcome = new AtomicReference<@Nullable Throwable>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  outcome.set(failure(() -> write(key("a"), "one")));
                });
    assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    Throwable failure = outcome.get();
    if (failure != null) {
      assertThat(failure).isInstanceOf(InterruptedException.class);
    }
    write(key("a"), "two");
    assertThat(text(key("a"))).isEqualTo("two");
  }

  /** A call that may fail. */
  @FunctionalInterface
  interface Call {
    /**
     * @throws InterruptedException if the thread is interrupted
     */
    void run() throws InterruptedException;
  }

  private int writeUntilRefused(StateStore loaded, int thread, AtomicInteger begun)
      throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    for (int i = 1; ; i++) {
      assertThat(System.nanoTime()).as("the closed store refuses writes").isLessThan(deadline);
      try {
        begun.incrementAndGet();
        loaded.set(put(key("load" + thread), String.valueOf(i)));
      } catch (ComponentException e) {
        return i - 1;
      }
    }
  }

  private static boolean waits(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING, BLOCKED -> true;
      case NEW, RUNNABLE, TERMINATED -> false;
    };
  }

  private static @Nullable Throwable failure(Call call) {
    try {
      call.run();
      return null;
    } catch (InterruptedException | RuntimeException e) {
      return e;
    }
  }

  private static void refuses(Call call) {
    assertThatExceptionOfType(ComponentException.class).isThrownBy(call::run);
  }

  private static @Nullable String string(@Nullable StateValue value) {
    return value == null ? null : new String(value.bytes(), StandardCharsets.UTF_8);
  }
}
