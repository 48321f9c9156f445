package dev.mecha.component.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.TimeToLive;
import dev.mecha.tck.TckClock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {

  private final TckClock clock = new TckClock();
  private final Table table = new Table(clock);

  @Test
  void writesRemoveWhatHasExpired() {
    for (int i = 0; i < 1000; i++) {
      table.write(lasting("short" + i));
    }
    clock.advance(Duration.ofSeconds(11));
    assertThat(table.size()).isEqualTo(1000);
    for (int i = 0; i < 100; i++) {
      table.write(SetRequest.of("a", new byte[0]));
    }
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  void readsRemoveWhatTheyFindExpired() {
    table.write(lasting("a"));
    clock.advance(Duration.ofSeconds(11));
    assertThat(table.find("a")).isNull();
    assertThat(table.size()).isZero();
  }

  @Test
  void replacedExpiryDoesNotRemoveItsSuccessor() {
    table.write(lasting("a"));
    table.write(SetRequest.of("a", new byte[0]));
    clock.advance(Duration.ofSeconds(11));
    table.write(SetRequest.of("b", new byte[0]));
    assertThat(table.find("a")).isNotNull();
  }

  private static SetRequest lasting(String key) {
    return SetRequest.of(key, new byte[0]).withMetadata(Map.of(TimeToLive.IN_SECONDS, "10"));
  }
}
