package dev.mecha.tck.state;

import static dev.mecha.spi.state.Concurrency.FIRST_WRITE;
import static dev.mecha.spi.state.Concurrency.LAST_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.tck.VirtualThreads;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Writes that depend on a version. */
public interface EtagChecks extends StateStoreFixture {

  /** How many threads compete, and how often each must win. */
  int THREADS = 8;

  /** See {@link #THREADS}. */
  int ROUNDS = 10;

  @Test
  default void everyWriteMakesANewEtag() throws InterruptedException {
    requires(StateFeature.ETAG);
    var etags = new HashSet<String>();
    for (int i = 0; i < 5; i++) {
      write(key("a"), "same");
      assertThat(etags.add(etag(key("a")))).as("write %d has an ETag of its own", i).isTrue();
    }
    assertThat(etag(key("a"))).as("reading changes nothing").isEqualTo(etag(key("a")));
  }

  @Test
  default void setWithTheCurrentEtagWrites() throws InterruptedException {
    requires(StateFeature.ETAG);
    write(key("a"), "one");
    String first = etag(key("a"));
    store().set(put(key("a"), "two").withEtag(first));
    assertThat(text(key("a"))).isEqualTo("two");
    assertThat(etag(key("a"))).isNotEqualTo(first);
  }

  @Test
  default void setWithAnOldEtagChangesNothing() throws InterruptedException {
    requires(StateFeature.ETAG);
    write(key("a"), "one");
    String old = etag(key("a"));
    write(key("a"), "two");
    mismatch(put(key("a"), "three").withEtag(old));
    mismatch(put(key("a"), "three").withEtag(old).withConcurrency(FIRST_WRITE));
    assertThat(text(key("a"))).isEqualTo("two");
  }

  @Test
  default void writeWithAStrangeEtagChangesNothing() throws InterruptedException {
    requires(StateFeature.ETAG);
    write(key("a"), "one");
    mismatch(put(key("a"), "two").withEtag(otherEtag()));
    mismatch(DeleteRequest.of(key("a")).withEtag(otherEtag()));
    assertThat(text(key("a"))).isEqualTo("one");
  }

  @Test
  default void setWithAnEtagOnAnAbsentKeyCreatesNothing() throws InterruptedException {
    requires(StateFeature.ETAG);
    mismatch(put(key("a"), "one").withEtag(otherEtag()));
    mismatch(put(key("a"), "one").withEtag(otherEtag()).withConcurrency(FIRST_WRITE));
    assertThat(read(key("a"))).isNull();
  }

  @Test
  default void etagOfADeletedValueDoesNotMatchItsSuccessor() throws InterruptedException {
    requires(StateFeature.ETAG);
    write(key("a"), "one");
    write(key("a"), "two");
    String old = etag(key("a"));
    remove(key("a"));
    mismatch(put(key("a"), "three").withEtag(old));
    assertThat(read(key("a"))).isNull();
  }

  @Test
  default void deleteWithTheCurrentEtagRemoves() throws InterruptedException {
    requires(StateFeature.ETAG);
    write(key("a"), "one");
    store().delete(DeleteRequest.of(key("a")).withEtag(etag(key("a"))));
    assertThat(read(key("a"))).isNull();
  }

  @Test
  default void deleteWithAnOldEtagChangesNothing() throws InterruptedException {
    requires(StateFeature.ETAG);
    write(key("a"), "one");
    String old = etag(key("a"));
    write(key("a"), "two");
    mismatch(DeleteRequest.of(key("a")).withEtag(old));
    assertThat(text(key("a"))).isEqualTo("two");
  }

  @Test
  default void deleteWithAnEtagOfAnAbsentKeyIsAMismatch() throws InterruptedException {
    requires(StateFeature.ETAG);
    mismatch(DeleteRequest.of(key("absent")).withEtag(otherEtag()));
  }

  @Test
  default void textThatCannotBeAnEtagIsInvalid() throws InterruptedException {
    requires(StateFeature.ETAG);
    String invalid = invalidEtag();
    assumeTrue(invalid != null, "every text can be an ETag");
    write(key("a"), "one");
    refused(ETagException.Kind.INVALID, put(key("a"), "two").withEtag(invalid));
    refused(ETagException.Kind.INVALID, DeleteRequest.of(key("a")).withEtag(invalid));
    assertThat(text(key("a"))).isEqualTo("one");
  }

  @Test
  default void firstWriteWithoutEtagOnlyCreates() throws InterruptedException {
    requires(StateFeature.ETAG);
    store().set(put(key("a"), "one").withConcurrency(FIRST_WRITE));
    mismatch(put(key("a"), "two").withConcurrency(FIRST_WRITE));
    assertThat(text(key("a"))).isEqualTo("one");
    remove(key("a"));
    store().set(put(key("a"), "three").withConcurrency(FIRST_WRITE));
    assertThat(text(key("a"))).isEqualTo("three");
  }

  @Test
  default void firstWriteWithTheCurrentEtagReplaces() throws InterruptedException {
    requires(StateFeature.ETAG);
    write(key("a"), "one");
    store().set(put(key("a"), "two").withEtag(etag(key("a"))).withConcurrency(FIRST_WRITE));
    assertThat(text(key("a"))).isEqualTo("two");
  }

  @Test
  default void lastWriteWithoutEtagReplacesAnything() throws InterruptedException {
    write(key("a"), "one");
    store().set(put(key("a"), "two").withConcurrency(LAST_WRITE));
    assertThat(text(key("a"))).isEqualTo("two");
  }

  @Test
  default void onlyOneOfManyFirstWritersCreates() throws Exception {
    requires(StateFeature.ETAG);
    var created = new AtomicInteger();
    VirtualThreads.run(
        THREADS * 2,
        thread -> {
          try {
            store().set(put(key("a"), "by " + thread).withConcurrency(FIRST_WRITE));
            created.incrementAndGet();
          } catch (ETagException e) {
            assertThat(e.kind()).isEqualTo(ETagException.Kind.MISMATCH);
          }
        });
    assertThat(created).hasValue(1);
  }

  @Test
  default void noUpdateIsLostBetweenThreads() throws Exception {
    requires(StateFeature.ETAG);
    write(key("counter"), "0");
    VirtualThreads.run(THREADS, thread -> count(store(), key("counter"), ROUNDS));
    assertThat(text(key("counter"))).isEqualTo(String.valueOf(THREADS * ROUNDS));
  }

  @Test
  default void noUpdateIsLostBetweenStores() throws Exception {
    requires(StateFeature.ETAG);
    assumeTrue(shared(), "stores share no data");
    write(key("counter"), "0");
    StateStore second = open();
    VirtualThreads.run(
        4, thread -> count(thread % 2 == 0 ? store() : second, key("counter"), ROUNDS));
    assertThat(text(key("counter"))).isEqualTo(String.valueOf(4 * ROUNDS));
  }

  /**
   * Adds one as often as told, each time on top of what it read.
   *
   * @param store where
   * @param key an existing number
   * @param times how often
   * @throws InterruptedException if the test is interrupted
   */
  static void count(StateStore store, String key, int times) throws InterruptedException {
    for (int done = 0; done < times; ) {
      StateValue value = store.get(GetRequest.of(key));
      assertThat(value).isNotNull();
      int next = Integer.parseInt(new String(value.bytes(), StandardCharsets.UTF_8)) + 1;
      byte[] bytes = String.valueOf(next).getBytes(StandardCharsets.UTF_8);
      try {
        store.set(SetRequest.of(key, bytes).withEtag(value.etag()));
        done++;
      } catch (ETagException e) {
        assertThat(e.kind()).isEqualTo(ETagException.Kind.MISMATCH);
      }
    }
  }

  private void mismatch(StateOperation operation) {
    refused(ETagException.Kind.MISMATCH, operation);
  }

  private void refused(ETagException.Kind kind, StateOperation operation) {
    assertThatExceptionOfType(ETagException.class)
        .isThrownBy(() -> store().write(operation))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
