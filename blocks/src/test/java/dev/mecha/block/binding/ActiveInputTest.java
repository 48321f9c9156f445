package dev.mecha.block.binding;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.binding.EventHandler;
import dev.mecha.spi.binding.InputEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ActiveInputTest {

  private static final byte[] EVENT = {1};

  private final FakeBinding binding = new FakeBinding();
  private final CountDownLatch begun = new CountDownLatch(1);

  @Test
  void anEventThatTakesTooLongIsInterrupted() throws Exception {
    ActiveInput input = reading(Duration.ofMillis(50));
    FutureTask<byte[]> event = bring();
    input.close();
    assertThatThrownBy(event::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(binding.life).containsExactly("read", "end");
  }

  @Test
  void whoeverIsInterruptedDoesNotWait() throws Exception {
    ActiveInput input = reading(Duration.ofDays(1));
    FutureTask<byte[]> event = bring();
    Thread end = Thread.ofVirtual().start(input::close);
    end.interrupt();
    end.join();
    assertThatThrownBy(event::get).hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void nothingComesInAfterTheEnd() throws Exception {
    EventHandler handler = _ -> EVENT;
    var input = new ActiveInput(handler);
    input.begin(binding);
    assertThat(binding.bring(EVENT, Map.of())).isEqualTo(EVENT);
    input.close();
    input.close();
    assertThat(binding.reads()).isFalse();
    var event = new InputEvent(EVENT, Map.of());
    assertThatThrownBy(() -> input.handle(event))
        .isInstanceOf(DeliveryException.class)
        .hasMessage("input binding is closed");
  }

  private ActiveInput reading(Duration drain) throws InterruptedException {
    var input =
        new ActiveInput(
            _ -> {
              begun.countDown();
              new CountDownLatch(1).await();
              return EVENT;
            },
            drain);
    input.begin(binding);
    return input;
  }

  private FutureTask<byte[]> bring() throws InterruptedException {
    var event = new FutureTask<>(() -> binding.bring(EVENT, Map.of()));
    Thread.ofVirtual().start(event);
    assertThat(begun.await(20_000, MILLISECONDS)).isTrue();
    return event;
  }
}
