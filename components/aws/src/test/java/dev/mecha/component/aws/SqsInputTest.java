package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.binding.InputBinding;
import dev.mecha.spi.binding.Reading;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.InputBindingTck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SqsInputTest extends InputBindingTck {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] NOTHING = {};

  private final TestQueue queue = new TestQueue();

  @Override
  protected ComponentProvider<Binding> provider() {
    return new SqsBinding.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    queue.make(2);
    return queue.metadata();
  }

  @Override
  protected void happen() {
    queue.send("happened");
  }

  @Override
  protected boolean sendsAgain() {
    return true;
  }

  private InputBinding open(TestQueue own) throws InterruptedException {
    Binding binding =
        provider()
            .create(
                ComponentContexts.of("bindings.aws.sqs", folder)
                    .metadata(own.metadata())
                    .context());
    return (InputBinding) binding;
  }

  @Test
  void bringsWhatIsInTheMessageAndNothingBesideIt() throws Exception {
    List<String> events = new CopyOnWriteArrayList<>();
    try (Reading _ =
        open()
            .read(
                event -> {
                  assertThat(event.metadata()).isEmpty();
                  events.add(new String(event.data(), UTF_8));
                  return NOTHING;
                })) {
      for (String body : List.of("{\"a\": 1}", "ü <&> text")) {
        queue.send(body);
        await().atMost(PATIENCE).until(() -> events.contains(body));
      }
    }
  }

  @Test
  void removesWhatTheApplicationTook() throws Exception {
    try (Reading _ = open().read(_ -> NOTHING)) {
      queue.send("a");
      await().atMost(PATIENCE).until(() -> queue.size() == 0);
    }
  }

  /** Each message is refused twice, and none is lost. */
  @Test
  void losesNothingThatIsRefused() throws Exception {
    List<String> calls = new CopyOnWriteArrayList<>();
    try (Reading _ =
        open()
            .read(
                event -> {
                  String body = new String(event.data(), UTF_8);
                  calls.add(body);
                  if (calls.stream().filter(body::equals).count() <= 2) {
                    throw new DeliveryException("not now", null);
                  }
                  return NOTHING;
                })) {
      queue.send("a");
      queue.send("b");
      await().atMost(PATIENCE).until(() -> queue.size() == 0);
    }
    assertThat(calls).filteredOn("a"::equals).hasSizeGreaterThanOrEqualTo(3);
    assertThat(calls).filteredOn("b"::equals).hasSizeGreaterThanOrEqualTo(3);
  }

  /** Others need not wait until the queue itself misses the message. */
  @Test
  void givesBackAtOnceWhatIsUnderWayWhenTheReadingEnds() throws Exception {
    TestQueue patient = new TestQueue().make(600);
    var begun = new CountDownLatch(1);
    InputBinding binding = open(patient);
    binding.read(
        _ -> {
          begun.countDown();
          new CountDownLatch(1).await();
          return NOTHING;
        });
    patient.send("a");
    begun.await();
    inAHurry(binding::close);
    assertThat(patient.take()).isEqualTo("a");
  }

  @Test
  void removesWhatTheApplicationTookWhileTheReadingEnds() throws Exception {
    var begun = new CountDownLatch(1);
    Reading reading =
        open()
            .read(
                _ -> {
                  begun.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    // It was just done.
                  }
                  return NOTHING;
                });
    queue.send("a");
    begun.await();
    inAHurry(reading::close);
    assertThat(queue.size()).isZero();
  }

  /** On a thread that is interrupted while it waits for handlers. */
  private static void inAHurry(Runnable end) throws InterruptedException {
    Thread thread = Thread.ofVirtual().start(end);
    thread.interrupt();
    thread.join();
  }

  @Test
  void waitsForAQueueThatIsNotThereYet() throws Exception {
    InputBinding binding = open(queue);
    List<String> events = new CopyOnWriteArrayList<>();
    binding.read(
        event -> {
          events.add(new String(event.data(), UTF_8));
          return NOTHING;
        });
    queue.make(1);
    queue.send("a");
    await().atMost(PATIENCE).until(() -> events.contains("a"));
    binding.close();
    assertThatThrownBy(() -> binding.read(_ -> NOTHING))
        .isInstanceOf(ComponentException.class)
        .hasMessage("binding is closed");
  }
}
