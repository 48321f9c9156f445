package dev.mecha.tck;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.binding.InputBinding;
import dev.mecha.spi.binding.InputEvent;
import dev.mecha.spi.binding.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of an {@link InputBinding} as a suite: extend it in the component's module, say how
 * the binding is made and how something happens that it brings, and run it against the real
 * service.
 */
@Timeout(60)
public abstract class InputBindingTck {

  private static final byte[] NOTHING = {};
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A folder of this test, made before {@link #metadata()} is asked. */
  @TempDir protected Path folder;

  private final Deque<Binding> opened = new ArrayDeque<>();

  /**
   * @return a new instance of what makes the binding
   */
  protected abstract ComponentProvider<Binding> provider();

  /**
   * Says how to connect to the service.
   *
   * @return the metadata of the component
   * @throws Exception if the test fails
   */
  protected abstract Map<String, String> metadata() throws Exception;

  /**
   * Lets something happen that the binding brings, once.
   *
   * @throws Exception if the test fails
   */
  protected abstract void happen() throws Exception;

  /**
   * @return whether the service sends an event again that was not taken
   */
  protected abstract boolean sendsAgain();

  /**
   * Makes the binding. It is closed after the test.
   *
   * @return the binding, which does not read yet
   * @throws Exception if the test fails
   */
  protected final InputBinding open() throws Exception {
    ComponentProvider<Binding> provider = provider();
    Binding binding =
        provider.create(
            ComponentContexts.of(provider.types().getFirst(), folder.resolve("home"))
                .metadata(metadata())
                .context());
    opened.push(binding);
    return requireNonNull(binding.input());
  }

  /** Closes what the test has opened. */
  @AfterEach
  final void closeAll() {
    opened.forEach(Binding::close);
  }

  @Test
  void bringsWhatHappens() throws Exception {
    List<InputEvent> events = new CopyOnWriteArrayList<>();
    try (Reading _ =
        open()
            .read(
                event -> {
                  events.add(event);
                  return NOTHING;
                })) {
      happen();
      await().atMost(PATIENCE).until(() -> !events.isEmpty());
    }
  }

  @Test
  void bringsNothingWhenTheReadingHasEnded() throws Exception {
    var count = new AtomicInteger();
    var ended = new AtomicBoolean();
    var late = new AtomicInteger();
    Reading reading =
        open()
            .read(
                _ -> {
                  count.incrementAndGet();
                  if (ended.get()) {
                    late.incrementAndGet();
                  }
                  return NOTHING;
                });
    happen();
    await().atMost(PATIENCE).until(() -> count.get() > 0);
    reading.close();
    ended.set(true);
    reading.close();
    happen();
    await()
        .during(Duration.ofMillis(300))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(late).hasValue(0));
  }

  @Test
  void readsAgainAfterAReadingHasEnded() throws Exception {
    InputBinding binding = open();
    binding.read(_ -> NOTHING).close();
    var count = new AtomicInteger();
    try (Reading _ =
        binding.read(
            _ -> {
              count.incrementAndGet();
              return NOTHING;
            })) {
      happen();
      await().atMost(PATIENCE).until(() -> count.get() > 0);
    }
  }

  @Test
  void goesOnAfterAnEventThatIsNotTaken() throws Exception {
    var count = new AtomicInteger();
    try (Reading _ =
        open()
            .read(
                _ -> {
                  if (count.incrementAndGet() == 1) {
                    throw new DeliveryException("not taken", null);
                  }
                  return NOTHING;
                })) {
      happen();
      await().atMost(PATIENCE).until(() -> count.get() > 0);
      if (!sendsAgain()) {
        happen();
      }
      await().atMost(PATIENCE).until(() -> count.get() > 1);
    }
  }

  @Test
  void waitsForAHandlerThatIsWorkingWhenTheReadingEnds() throws Exception {
    var begun = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    var done = new AtomicInteger();
    Reading reading =
        open()
            .read(
                _ -> {
                  begun.countDown();
                  gate.await();
                  done.incrementAndGet();
                  return NOTHING;
                });
    happen();
    begun.await();
    var left = new AtomicBoolean();
    Thread end =
        Thread.ofVirtual()
            .start(
                () -> {
                  reading.close();
                  left.set(true);
                });
    await()
        .during(Duration.ofMillis(200))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(left).isFalse());
    gate.countDown();
    end.join();
    assertThat(done).hasPositiveValue();
  }

  @Test
  void interruptsAHandlerIfWhoeverEndsTheReadingIsInterrupted() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new AtomicBoolean();
    Reading reading =
        open()
            .read(
                _ -> {
                  begun.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.set(true);
                    throw e;
                  }
                  return NOTHING;
                });
    happen();
    begun.await();
    Thread end = Thread.ofVirtual().start(reading::close);
    end.interrupt();
    end.join();
    assertThat(interrupted).isTrue();
  }
}
