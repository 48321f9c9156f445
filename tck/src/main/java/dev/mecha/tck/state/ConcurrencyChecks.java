package dev.mecha.tck.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.tck.VirtualThreads;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What threads and stores see of each other. */
public interface ConcurrencyChecks extends StateStoreFixture {

  @Test
  default void everyThreadReadsItsOwnWrites() throws Exception {
    VirtualThreads.run(
        8,
        thread -> {
          for (int i = 0; i < 10; i++) {
            String value = thread + "-" + i;
            write(key("own" + thread), value);
            assertThat(text(key("own" + thread))).isEqualTo(value);
          }
        });
  }

  @Test
  default void writeThatReturnedIsSeenByOtherStores() throws Exception {
    assumeTrue(shared(), "stores share no data");
    StateStore second = open();
    for (int i = 0; i < 20; i++) {
      String value = String.valueOf(i);
      write(key("a"), value);
      StateValue seen = second.get(GetRequest.of(key("a")));
      assertThat(seen).isNotNull();
      assertThat(new String(seen.bytes(), StandardCharsets.UTF_8)).isEqualTo(value);
    }
  }

  @Test
  default void valueIsNeverTorn() throws Exception {
    store().set(SetRequest.of(key("a"), filled(0)));
    VirtualThreads.run(
        4,
        thread -> {
          for (int i = 0; i < 10; i++) {
            if (thread < 2) {
              store().set(SetRequest.of(key("a"), filled(thread * 10 + i)));
            } else {
              requireWhole(read(key("a")));
            }
          }
        });
    requireWhole(read(key("a")));
  }

  /**
   * A transaction that is whole when it is read at once is never half when it is read in two steps.
   */
  @Test
  default void laterReadIsNeverOlder() throws Exception {
    requires(StateFeature.TRANSACTIONAL);
    store().transact(List.of(put(key("left"), "0"), put(key("right"), "0")), Map.of());
    VirtualThreads.run(
        3,
        thread -> {
          for (int i = 1; i <= 20; i++) {
            if (thread == 0) {
              String value = String.valueOf(i);
              store()
                  .transact(List.of(put(key("left"), value), put(key("right"), value)), Map.of());
            } else {
              int first = number(read(key("right")));
              assertThat(number(read(key("left")))).isGreaterThanOrEqualTo(first);
            }
          }
        });
  }

  private static byte[] filled(int number) {
    byte[] bytes = new byte[50_000 + number];
    Arrays.fill(bytes, (byte) number);
    return bytes;
  }

  private static void requireWhole(@Nullable StateValue value) {
    assertThat(value).isNotNull();
    int number = value.bytes().length - 50_000;
    assertThat(value.bytes()).isEqualTo(filled(number));
  }

  private static int number(@Nullable StateValue value) {
    assertThat(value).isNotNull();
    return Integer.parseInt(new String(value.bytes(), StandardCharsets.UTF_8));
  }
}
